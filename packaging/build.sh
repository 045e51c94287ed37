#!/usr/bin/env bash
# Makes build/mila_VERSION_ARCH.deb from what was built: packaging/build.sh BUILD VERSION
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:?build folder} version=${2:?version}
arch=$(dpkg --print-architecture)
root=$build/package
rm -rf "$root"
install -d "$root"/{DEBIAN,usr/bin,usr/lib/mila,usr/share/mila,usr/share/doc/mila,etc/mila,lib/systemd/system}
install -m 0755 "$build/app/mila" "$root/usr/bin/mila"
strip --strip-unneeded "$root/usr/bin/mila"
cp -rL "$build/share/mila/." "$root/usr/share/mila/"
rm -rf "$root/usr/share/mila/data/texts"
install -m 0755 packaging/backup "$root/usr/lib/mila/backup"
install -m 0644 packaging/mila.service packaging/mila-backup.service packaging/mila-backup.timer "$root/lib/systemd/system/"
install -m 0644 packaging/mila.toml "$root/etc/mila/mila.toml"
install -m 0644 README.md LICENSE docs/operating.md packaging/proxy/nginx.conf packaging/proxy/Caddyfile "$root/usr/share/doc/mila/"
for script in preinst postinst prerm; do install -m 0755 packaging/$script "$root/DEBIAN/$script"; done
echo /etc/mila/mila.toml >"$root/DEBIAN/conffiles"
# The libraries the program really needs, as Debian names them.
mkdir -p "$build/debian" && : >"$build/debian/control"
depends=$(cd "$build" && dpkg-shlibdeps -O --ignore-missing-info package/usr/bin/mila 2>/dev/null | sed 's/^shlibs:Depends=//')
cat >"$root/DEBIAN/control" <<CONTROL
Package: mila
Version: $version
Architecture: $arch
Maintainer: MiLa contributors <mila@mila.example>
Depends: $depends, adduser, tzdata, ca-certificates, poppler-utils
Recommends: caddy | nginx
Suggests: postgresql
Section: web
Priority: optional
Description: Migration im Landkreis
 Brings together everybody in a German county who works for and with immigrants:
 help in many languages, people and contacts, offers that stay true.
CONTROL
dpkg-deb --root-owner-group --build "$root" "$build/mila_${version}_${arch}.deb" >&2
echo "$build/mila_${version}_${arch}.deb"
