#!/usr/bin/env bash
# Makes the package of an earlier state, for the upgrade rehearsal: old_package.sh BUILD COMMIT VERSION
# leaves BUILD/packaging/old/mila_VERSION_ARCH.deb. Needs root: the old sources are shown in the place of
# today's, to this script alone, so that the compiler cache still knows them (a minute instead of many).
set -euo pipefail
build=$(realpath "${1:?build folder}") commit=${2:?commit} version=${3:?version}
root=$(realpath "$(dirname "$0")/../..")
work=$build/packaging/old-source
if [ "${MILA_INSIDE:-}" != 1 ]; then
  rm -rf "$work" && mkdir -p "$work/build" "$work/node_modules" "$build/packaging/old"
  git -C "$root" archive "$commit" | tar -x -C "$work"
  MILA_INSIDE=1 unshare -m "$(realpath "$0")" "$build" "$commit" "$version"
  mv "$work/build/mila_${version}_"*.deb "$build/packaging/old/"
  rm -rf "$work"
  ls "$build"/packaging/old/*.deb
  exit
fi
mount --bind "$root/node_modules" "$work/node_modules"
mount --rbind "$work" "$root"
cd "$root"
cmake -S . -B build -G Ninja >build/configure.log
nice -n 19 ninja -j1 -C build app/mila texts assets >build/build.log || { tail -n 30 build/build.log; exit 1; }
packaging/build.sh build "$version"
