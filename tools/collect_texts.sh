#!/usr/bin/env bash
# Collects every text to translate (templates: [[…]]; C++: N_("…"), words("…") and its siblings) into
# data/texts/mila.pot and merges it into each language's PO file.
set -euo pipefail
cd "$(dirname "$0")/.."
temp=$(mktemp -d); trap 'rm -rf "$temp"' EXIT
find modules platform -path '*/templates/*.html' | sort | while read -r file; do
  { grep -o '\[\[[^]]*\]\]' "$file" || true; } | sed 's/^\[\[//; s/\]\]$//; s/\\/\\\\/g; s/"/\\"/g; s/.*/N_("&")/'
done >"$temp/templates.cpp"
find modules platform app -name '*.cpp' -o -name '*.h' | grep -v '_test\.cpp' | sort >"$temp/files"
xgettext --language=C++ --from-code=UTF-8 --no-location --sort-output --omit-header \
  -k -kN_ -kwords -kown -kgerman -kpage -kcount:1,2 \
  --files-from="$temp/files" "$temp/templates.cpp" -o "$temp/texts.pot"
{ printf 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'; cat "$temp/texts.pot"; } >data/texts/mila.pot
for po in data/texts/*.po; do
  [ -e "$po" ] || continue
  msgmerge --quiet --no-location --sort-output --no-fuzzy-matching --no-wrap --backup=none --update "$po" data/texts/mila.pot
  msgattrib --no-obsolete --sort-output --no-wrap -o "$po" "$po"
done
grep -c '^msgid' data/texts/mila.pot >&2
