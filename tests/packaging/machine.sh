# A throw-away Debian 12 that runs under systemd, for rehearsals of the package. Sourced; needs root.
#   machine_base FOLDER [DEB|NAME...]   a clean Debian in FOLDER, made once, with what the packages need fetched
#   machine_boot BASE FOLDER       a copy that boots, without any network; sets $leader
#   inside COMMAND...              as root on that machine; `visit` is curl in its network
#   machine_gone                   ends and removes it

machine_missing() {
  [ "$(id -u)" = 0 ] || { echo "not root"; return; }
  for program in debootstrap systemd-nspawn nsenter curl openssl oathtool sqlite3 dpkg-deb; do
    command -v "$program" >/dev/null || { echo "$program is not installed"; return; }
  done
}

machine_base() {
  local base=$1; shift
  if [ ! -f "$base/.whole" ]; then
    rm -rf "$base" && mkdir -p "$base"
    debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,ca-certificates bookworm "$base" >"$base.log" 2>&1 ||
      { tail -n 5 "$base.log" >&2; return 1; }
    touch "$base/.whole"
  fi
  # Beside the network, once; on the machine itself there is none.
  local package wanted
  cp /etc/resolv.conf "$base/etc/resolv.conf"
  chroot "$base" apt-get update -qq >>"$base.log" 2>&1 || { tail -n 5 "$base.log" >&2; return 1; }
  for package in "$@"; do
    wanted=$package
    [ ! -f "$package" ] || { cp "$package" "$base/root/"; wanted=/root/$(basename "$package"); }
    chroot "$base" apt-get install -y -qq --download-only --no-install-recommends "$wanted" >>"$base.log" 2>&1 ||
      { tail -n 5 "$base.log" >&2; return 1; }
    rm -f "$base/root/$(basename "$package")"
  done
}

machine_boot() {
  machine=$2
  cp -a "$1" "$machine"
  echo force-unsafe-io >"$machine/etc/dpkg/dpkg.cfg.d/throw-away"  # nothing here has to survive a power cut
  systemd-nspawn -q -D "$machine" --boot --register=no --keep-unit --private-network --hostname=county \
    --machine="rehearsal-$$" </dev/null >"$machine.boot" 2>&1 &
  nspawn=$!
  for _ in $(seq 60); do
    sleep 0.5
    leader=$(pgrep -P "$nspawn" | head -n 1) || continue
    inside systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded' && return 0
  done
  tail -n 5 "$machine.boot" >&2
  return 1
}

inside() {
  nsenter --target "$leader" --all --root --wdns=/root \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root DEBIAN_FRONTEND=noninteractive "$@"
}

machine_gone() {
  [ -z "${nspawn:-}" ] || { kill -KILL "$leader" 2>/dev/null || true; wait "$nspawn" 2>/dev/null || true; nspawn=; }
  [ -z "${machine:-}" ] || rm -rf --one-file-system "$machine" "$machine.boot"
}
