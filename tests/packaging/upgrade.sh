#!/usr/bin/env bash
# Rehearses what docs/operating.md says of the package, on a Debian 12 of its own that runs under systemd:
# install, work, upgrade, nightly backup, an upgrade that cannot be backed up, going back; the same county again
# on PostgreSQL behind nginx with TLS; removal.
#   upgrade.sh BUILD [OLD.deb]
# OLD.deb (or BUILD/packaging/old/*.deb, made by old_package.sh) is a package of an earlier state. Without
# one the rehearsal begins with today's. "Tomorrow's" package is today's with one more migration.
# Exit code 77: cannot be done here; it says why.
set -euo pipefail
build=$(realpath "${1:?build folder}")
root=$(realpath "$(dirname "$0")/../..")
. "$root/tests/packaging/machine.sh"
skip() { echo "SKIPPED: the package is not rehearsed: $*" >&2; exit 77; }
missing=$(machine_missing)
[ -z "$missing" ] || skip "$missing"

work=$(mktemp -d "${TMPDIR:-/tmp}/mila-upgrade.XXXXXX")
trap 'machine_gone; rm -rf "$work"' EXIT
trap 'echo "FAILED at line $LINENO" >&2' ERR
has() { local all; all=$(cat); grep -qE -- "$1" <<<"$all"; }  # reads to the end: grep -q hangs up
step() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$*" >&2; }
fail() {
  echo "FAILED: $*" >&2
  inside journalctl -u mila -u mila-backup -n 15 --no-pager -o cat >&2 || true
  exit 1
}

# --- the packages -----------------------------------------------------------------------------------
today=$work/$(basename "$("$root/packaging/build.sh" "$build" 0.2.0 2>/dev/null)")
mv "$build/$(basename "$today")" "$today"
old=${2:-${MILA_OLD_PACKAGE:-$(ls "$build"/packaging/old/*.deb 2>/dev/null | head -n 1 || true)}}
[ -n "$old" ] || { echo "No package of an earlier state (tests/packaging/old_package.sh makes one): beginning with today's." >&2; old=$today; }
# Today's with a number and one migration more.
dpkg-deb -R "$today" "$work/next"
sed -i 's/^Version: .*/Version: 99.0/' "$work/next/DEBIAN/control"
echo "create table of_tomorrow(id bigint primary key);" >"$work/next/usr/share/mila/migrations/upkeep/2099-01-01_tomorrow.sql"
dpkg-deb --root-owner-group --build "$work/next" "$work/mila_99.0.deb" >/dev/null
rm -rf "$work/next"

step "a clean Debian"
base=$build/packaging/debian12
mkdir -p "$build/packaging"
machine_base "$base" "$old" "$today" postgresql postgresql-client nginx-light || skip "no Debian could be made here (network?)"
machine_boot "$base" "$work/machine" || skip "no machine boots under systemd here"
cp "$old" "$machine/root/old.deb"; cp "$today" "$machine/root/today.deb"; cp "$work/mila_99.0.deb" "$machine/root/tomorrow.deb"

# --- what is asked again and again ------------------------------------------------------------------
county=main address=http://127.0.0.1:8080 name=hilfe.auental.example
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$name" -addext "subjectAltName=DNS:$name" \
  -keyout "$work/key.pem" -out "$work/certificate.pem" 2>/dev/null
install_package() { inside apt-get install -y -qq --no-install-recommends "$@" >"$work/apt.log" 2>&1; }
mila() { inside runuser -u mila -- mila --config /etc/mila/mila.toml --county "$county" "$@"; }
stranger() {
  nsenter --target "$leader" --net curl -sS --max-time 20 --cacert "$work/certificate.pem" \
    --resolve "$name:443:127.0.0.1" --resolve "$name:80:127.0.0.1" -H "Origin: $address" "$@"
}
visit() { stranger -b "$work/cookies" -c "$work/cookies" "$@"; }
at() { echo "$address$1"; }
status() { visit -o "$work/answer" -w '%{http_code}' "$@"; }
version() { inside dpkg-query -W -f '${Version}' mila; }
backups() { find "$machine/var/backups/mila/$county" -mindepth 1 -maxdepth 1 -type d 2>/dev/null | sort || true; }
newest() { backups | tail -n 1; }
within() { local _; for _ in $(seq "$1"); do "${@:2}" && return 0; sleep 1; done; return 1; }
answers() { [ "$(visit -o /dev/null -w '%{http_code}' "$(at /robots.txt)" 2>/dev/null)" = 200 ]; }
serves() { within 30 answers || fail "$1: the service does not answer"; }
in_step() { mila check 2>&1 | tee "$work/check" | has 'search index in step'; }
checked() { within 30 in_step || fail "$1: mila check says: $(cat "$work/check")"; }
# The service's process has no rights: asked of the kernel, not of the unit file.
hardened() {
  local pid status
  pid=$(inside systemctl show -P MainPID mila.service)
  status=$(inside cat "/proc/$pid/status")
  grep -qE '^CapEff:\s+0+$' <<<"$status" && grep -qE '^CapBnd:\s+0+$' <<<"$status" && grep -qE '^NoNewPrivs:\s+1' <<<"$status" &&
    grep -qE '^Seccomp:\s+2' <<<"$status" || fail "$1: the service has rights: $status"
  [ "$(inside ps -o user= -p "$pid" 2>/dev/null || inside stat -c %U "/proc/$pid")" = mila ] || fail "$1: not the user mila"
  inside nsenter -t "$pid" -m sh -c '! touch /usr/share/mila/x 2>/dev/null && ! touch /etc/mila/x 2>/dev/null && ! touch /var/backups/mila/x 2>/dev/null' ||
    fail "$1: the service could write beside its data"
  [ "$(stat -c %a "$machine/var/lib/mila")" = 700 ] && [ "$(stat -c %a "$machine/var/lib/mila/$county/secret.key")" = 400 ] || fail "$1: data can be read by others"
}
# "table|rows" of a backup: what is in the county, without touching the live file.
rows() {
  sqlite3 "$1/mila.db" "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'" |
    while read -r table; do echo "$table|$(sqlite3 "$1/mila.db" "select count(*) from \"$table\"")"; done | sort
}
field() { grep -oE "name=\"$1\"[^>]*value=\"[^\"]*\"" | head -n 1 | sed 's/.*value="//; s/"$//'; }
said() { sed 's/<[^>]*>//g' "$work/answer" | grep -m 12 '[a-z]'; }  # the page that came instead
is_in() { [ "$(visit -o /dev/null -w '%{http_code}' "$(at /staff)")" = 200 ]; }
come_in() {
  local page step
  rm -f "$work/cookies"
  page=$(visit "$(at /staff/sign-in)" -d mail=koordination@demo.example --data-urlencode 'password=auental zum ausprobieren' -d next=)
  step=$(field step <<<"$page")
  [ -z "$step" ] || visit -o /dev/null "$(at /staff/sign-in/code)" -d "code=$(oathtool --totp -b MILADEMOMILADEMOMILADEMOMILADEMO)" -d "step=$step" -d next=
  is_in || { sleep 10; false; }  # each code is good once
}
sign_in() { is_in || within 4 come_in || fail "the coordinator does not come in"; }
somebody_works() {
  csrf=$(visit "$(at /staff/network/people/new)" | field csrf)
  person=$(visit -o "$work/answer" -w '%{redirect_url}' "$(at /staff/network/people)" -d "csrf=$csrf" --data-urlencode 'name=Zora Quarkenbusch' \
    -d class=partner --data-urlencode 'organization=Sozialwerk Auental' -d shown_to=everybody -d work_mail=zora@work.example -d letter_language=de | sed -E 's,^https?://[^/]*,,; s/\?.*//')
  [ -n "$person" ] || fail "nobody could be entered: $(said)"
  echo '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>rehearsal-mark</title><path d="M1 1h7v7H1z"/></svg>' >"$work/logo.svg"
  [ "$(status "$(at /staff/settings/look)" -F "csrf=$csrf" -F accent=#17594a -F accent_dark=#93d3bf -F "logo=@$work/logo.svg;type=image/svg+xml")" = 303 ] ||
    fail "the logo could not be uploaded: $(said)"
}
data_there() {
  visit "$(at /logo.svg)" | has 'rehearsal-mark' || fail "$1: the uploaded file is gone"
  sign_in
  visit "$(at "$person")" | has 'Quarkenbusch' || fail "$1: the person entered is gone"
  visit "$(at /de/search?q=Wohnungssuche)" | has 'Wohnungssuche' || fail "$1: nothing is found"
}

step "install $(basename "$old")"
install_package /root/old.deb || { tail -n 5 "$work/apt.log" >&2; fail "the package does not install"; }
serves "after installing"
inside journalctl -u mila --no-pager -o cat | has '^Set up main' || fail "the first start prints no link"
inside systemctl is-enabled -q mila.service mila-backup.timer || fail "not started with the machine"
mila demo >/dev/null || fail "no demo county"
address=http://127.0.0.1:8081  # the county's own configuration
inside sed -i 's/^port = 8080/port = 8081/' /etc/mila/mila.toml
inside systemctl restart mila.service
serves "with its own port"

step "work: somebody is entered, a file is uploaded"
sign_in
somebody_works
data_there "before the upgrade"
checked "before the upgrade"
hardened "before the upgrade"

if [ "$old" != "$today" ]; then
  step "upgrade to today's"
  before=$(backups | wc -l)
  install_package /root/today.deb || { tail -n 5 "$work/apt.log" >&2; fail "the upgrade does not install"; }
  serves "after the upgrade"
  [ "$(backups | wc -l)" -gt "$before" ] || fail "no backup was made before the upgrade"
  first=$(newest)
  mila verify "${first#"$machine"}" | has 'are whole' || fail "the backup before the upgrade is not whole"
  inside journalctl -u mila --no-pager -o cat | has 'migrated' || fail "nothing was migrated: the old package is too young for this"
  grep -q '^port = 8081' "$machine/etc/mila/mila.toml" || fail "the county's configuration was overwritten"
  data_there "after the upgrade"
  checked "after the upgrade"
  hardened "after the upgrade"
fi

step "the nightly backup, started by its timer"
before=$(backups | wc -l)
inside mkdir -p /etc/systemd/system/mila-backup.timer.d
printf '[Timer]\nOnActiveSec=1\nAccuracySec=1\nRandomizedDelaySec=0\n' >"$machine/etc/systemd/system/mila-backup.timer.d/now.conf"
inside systemctl daemon-reload
inside systemctl restart mila-backup.timer
made() { [ "$(backups | wc -l)" -gt "$before" ] && [ "$(inside systemctl is-active mila-backup.service)" = inactive ]; }
within 60 made || fail "the timer made no backup"
[ "$(inside systemctl show -P Result mila-backup.service)" = success ] || fail "the backup failed"
inside rm -r /etc/systemd/system/mila-backup.timer.d
inside systemctl daemon-reload && inside systemctl restart mila-backup.timer
inside systemctl list-timers --no-pager mila-backup.timer | has '02:[345][0-9]' || fail "no backup is planned for the night"
nightly=$(newest)
mila verify "${nightly#"$machine"}" | has 'are whole' || fail "the nightly backup is not whole"
ls "$nightly"/files/* >/dev/null || fail "the uploaded file is not in the backup"
[ -z "$(find "$nightly" -name secret.key)" ] || fail "the key is in the backup"
if [ "$old" != "$today" ]; then
  # What people entered is all there; what the program keeps for itself (sessions, jobs, its log) grows.
  rows "$first" >"$work/rows.before"; rows "$nightly" >"$work/rows.after"
  lost=$(awk -F'|' 'NR == FNR { rows[$1] = $2; next } { seen[$1] = $2 } END { for (t in rows) if (!(t in seen) || seen[t] < rows[t]) print t, rows[t], "->", seen[t] }' \
    "$work/rows.before" "$work/rows.after")
  echo "$(wc -l <"$work/rows.before") tables before, $(wc -l <"$work/rows.after") after; fewer rows in: ${lost:-none}" >&2
  [ -z "$lost" ] || fail "rows were lost: $lost"
fi

step "an upgrade that cannot be backed up does not happen"
inside chown root:root /var/backups/mila
if install_package /root/tomorrow.deb; then fail "upgraded without a backup"; fi
grep -q 'The backup before the upgrade failed; nothing was changed' "$work/apt.log" || fail "it does not say why: $(tail -n 3 "$work/apt.log")"
serves "after the refused upgrade"
[ "$(version)" = "$(dpkg-deb -f "$today" Version)" ] || fail "version $(version) after the refused upgrade"
inside chown mila:mila /var/backups/mila
data_there "after the refused upgrade"

step "upgrade to tomorrow's, and back"
install_package /root/tomorrow.deb || { tail -n 5 "$work/apt.log" >&2; fail "tomorrow's does not install"; }
serves "with tomorrow's"
kept=$(newest)
[ -z "$(sqlite3 "$kept/mila.db" "select 1 from sqlite_master where name = 'of_tomorrow'")" ] || fail "the backup is not from before the upgrade"
if install_package /root/today.deb; then fail "apt goes back without being told to"; fi
install_package --allow-downgrades /root/today.deb || { tail -n 5 "$work/apt.log" >&2; fail "going back does not install"; }
refused() { inside journalctl -u mila --no-pager -o cat | has 'brought up to date by a newer version of the program \(it knows upkeep/2099-01-01_tomorrow.sql'; }
within 30 refused || fail "the older program does not say that the database is too new"
answers && fail "the older program serves the newer database"
inside systemctl stop mila.service mila-backup.timer
mila restore "${kept#"$machine"}" >/dev/null || fail "the backup cannot be restored"
inside systemctl reset-failed mila.service
inside systemctl start mila.service mila-backup.timer
serves "after going back"
data_there "after going back"
checked "after going back"
hardened "after going back"

step "a county on PostgreSQL, beside the other one"
install_package postgresql postgresql-client || { tail -n 5 "$work/apt.log" >&2; fail "PostgreSQL does not install"; }
as_postgres() { inside runuser -u postgres -- env -C / "$@"; }
within 30 as_postgres psql -qtAc 'select 1' >/dev/null || fail "PostgreSQL does not run"
as_postgres createuser mila
as_postgres createdb -O mila -E UTF8 --locale=C -T template0 mila_main
cat >>"$machine/etc/mila/mila.toml" <<TOML

[counties.post]
hosts = ["$name"]
public_url = "https://$name"
database = "postgres:dbname=mila_main"
data_folder = "/var/lib/mila/post"
TOML
county=post
inside systemctl restart mila.service
serves "with a second county"
mila demo >/dev/null || fail "no demo county on PostgreSQL"

step "behind nginx, with TLS"
install_package nginx-light || { tail -n 5 "$work/apt.log" >&2; fail "nginx does not install"; }
inside sh -c 'sed "s/127.0.0.1:8080/127.0.0.1:8081/" /usr/share/doc/mila/nginx.conf >/etc/nginx/sites-available/mila && ln -s ../sites-available/mila /etc/nginx/sites-enabled/mila'
cp "$work/certificate.pem" "$machine/etc/ssl/hilfe.pem"
install -m 0600 "$work/key.pem" "$machine/etc/ssl/private/hilfe.key"
inside nginx -t >"$work/nginx" 2>&1 || fail "nginx does not take our configuration: $(cat "$work/nginx")"
inside systemctl restart nginx.service
[ "$(stranger -o /dev/null -w '%{http_code} %{redirect_url}' "http://$name/de?q=x")" = "301 https://$name/de?q=x" ] || fail "not sent from http to https"
address=https://$name
serves "behind nginx"
stranger -D "$work/headers" -o /dev/null "$(at /de)"
for header in strict-transport-security content-security-policy x-content-type-options referrer-policy; do
  [ "$(grep -ci "^$header:" "$work/headers")" = 1 ] || fail "not once $header: $(cat "$work/headers")"
done
sign_in
grep -qE '^#HttpOnly_'"$name"'\s+FALSE\s+/\s+TRUE\s+[0-9]+\s+__Host-mila\s' "$work/cookies" || fail "no __Host- cookie: $(cut -f 1-6 "$work/cookies")"
somebody_works
data_there "on PostgreSQL behind nginx"
checked "on PostgreSQL"
hardened "on PostgreSQL"

step "whose address it is that guesses"
# From one address, whatever it says of itself, until it has to wait; another one need not.
guess() {
  stranger --interface "$1" -o /dev/null -w '%{http_code}' -H "X-Forwarded-For: 192.0.2.$2" "$(at /staff/sign-in)" \
    -d "mail=nobody$2@x.example" -d password=falsch-geraten -d next=
}
for i in $(seq 12); do last=$(guess 127.0.0.2 "$i"); [ "$last" = 422 ] || break; done
[ "$last" = 429 ] || fail "who guesses again and again is answered $last"
[ "$(guess 127.0.0.3 99)" = 422 ] || fail "another address has to wait, too: the proxy's is taken for everybody's"

step "a file of ten megabytes, read under the service's limits"
page=$(visit "$(at /staff/minutes/new)")
body=$(grep -oE '<option value="[0-9a-f-]{36}"' <<<"$page" | head -n 1 | cut -d '"' -f 2)
{
  printf '%%PDF-1.4\n%%'; head -c 10484000 /dev/zero | tr '\0' x
  printf '\n%s\n' '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj' '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj' \
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj' \
    '4 0 obj<</Length 53>>stream' 'BT /F1 12 Tf 72 700 Td (Mietkaution Quellenhof) Tj ET' 'endstream endobj' \
    '5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj' 'trailer<</Root 1 0 R>>' '%%EOF'
} >"$work/minutes.pdf"
file_minutes() { status "$(at /staff/minutes/new)" -F "csrf=$(field csrf <<<"$page")" -F "body=$body" -F title=Rehearsed -F day=2019-05-06 -F "file=@$1;type=application/pdf"; }
[ "$(file_minutes "$work/minutes.pdf")" = 303 ] || fail "ten megabytes do not arrive: $(said)"
visit "$(at '/staff/minutes?q=quellenhof')" | has 'Rehearsed' || fail "the PDF was not read by the service"
head -c 13000000 /dev/zero >>"$work/minutes.pdf"
[ "$(file_minutes "$work/minutes.pdf")" = 413 ] || fail "more than the proxy takes is answered otherwise: $(said)"

step "upgrade and back, both counties"
install_package /root/tomorrow.deb || { tail -n 5 "$work/apt.log" >&2; fail "tomorrow's does not install with PostgreSQL"; }
serves "with tomorrow's"
data_there "with tomorrow's"
as_postgres psql -qtAc 'select count(*) from of_tomorrow' mila_main >/dev/null || fail "PostgreSQL was not migrated"
declare -A kept_of  # before going back, which makes one more
for county in main post; do kept_of[$county]=$(newest); done
install_package --allow-downgrades /root/today.deb || { tail -n 5 "$work/apt.log" >&2; fail "going back does not install"; }
inside systemctl stop mila.service mila-backup.timer
for county in main post; do
  kept=${kept_of[$county]}
  mila verify "${kept#"$machine"}" | has 'are whole' || fail "the backup of $county before the upgrade is not whole"
  mila restore "${kept#"$machine"}" >/dev/null || fail "the backup of $county cannot be restored"
done
if as_postgres psql -qtAc 'select 1 from of_tomorrow' mila_main >/dev/null 2>&1; then fail "a table of tomorrow outlived the restoring"; fi
inside systemctl reset-failed mila.service
inside systemctl start mila.service mila-backup.timer
serves "after going back"
data_there "after going back"
checked "after going back"
county=main
checked "after going back"

step "removal leaves the data"
inside apt-get remove -y -qq mila >"$work/apt.log" 2>&1 || fail "it cannot be removed"
answers && fail "still served after the removal"
for path in var/lib/mila/main/mila.db var/lib/mila/main/secret.key etc/mila/mila.toml; do
  [ -f "$machine/$path" ] || fail "$path is gone with the package"
done
[ -n "$(backups)" ] || fail "the backups are gone with the package"
step "all as docs/operating.md says: from $(dpkg-deb -f "$old" Version) to $(dpkg-deb -f "$today" Version), to tomorrow's and back"
