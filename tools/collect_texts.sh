#!/usr/bin/env bash
# Collects every text to translate (templates: [[…]]; C++: N_("…"), words("…") and its siblings) and
# merges it into the PO files. What everybody may meet goes into data/texts (all languages); what only
# the workplace shows (files staff_*.cpp, staff_*.h, templates/staff/*, templates staff_*.html, and
# descriptors of modules whose menu is in the workplace) goes into data/texts/workplace (German and English).
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.."
temp=$(mktemp -d); trap 'rm -rf "$temp"' EXIT

# pot FILE LIST: the texts of the sources in LIST, as a PO template.
pot() {
  grep '\.html$' "$2" | while read -r file; do
    { grep -o '\[\[[^]]*\]\]' "$file" || true; } | sed 's/^\[\[//; s/\]\]$//; s/\\/\\\\/g; s/"/\\"/g; s/.*/N_("&")/'
  done >"$temp/templates.cpp"
  grep -v '\.html$' "$2" >"$temp/files" || true
  xgettext --language=C++ --from-code=UTF-8 --no-location --sort-output \
    -k -kN_ -kwords -kown -kgerman -kpage -kcount:1,2 -kplural:2,3 \
    --files-from="$temp/files" "$temp/templates.cpp" -o "$temp/texts.pot"
  # xgettext's header holds the time; ours holds what matters.
  { printf 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'; sed '1,/^$/d' "$temp/texts.pot"; } >"$1"
}

# merge POT PO
merge() {
  msgmerge --quiet --no-location --sort-output --no-fuzzy-matching --no-wrap --backup=none --update "$2" "$1"
  msgattrib --no-obsolete --sort-output --no-wrap -o "$2" "$2"
}

{ find modules platform -path '*/templates/*.html'; find modules platform app -name '*.cpp' -o -name '*.h'; } |
  grep -v '_test\.cpp$' | sort >"$temp/all"
workplace='/staff_[^/]*$|/templates/staff/|^platform/(crypto|mail|auth)/|^platform/site/(table\.|templates/(table|cell)\.)|^modules/(accounts|today|setup|network|upkeep|circulars)/[a-z]+_module\.cpp$'
grep -E "$workplace" "$temp/all" >"$temp/workplace"
grep -vE "$workplace" "$temp/all" >"$temp/public"
pot data/texts/mila.pot "$temp/public"
for po in data/texts/*.po; do merge data/texts/mila.pot "$po"; done
pot "$temp/workplace.pot" "$temp/workplace"
# A text that stands in both has its translation among the public ones.
msgcat --use-first --no-wrap "$temp/workplace.pot" data/texts/mila.pot --less-than=2 -o "$temp/once.pot"
msgcomm --no-wrap --more-than=1 --sort-output "$temp/once.pot" "$temp/workplace.pot" -o data/texts/workplace/workplace.pot
for po in data/texts/workplace/*.po; do merge data/texts/workplace/workplace.pot "$po"; done
# English is what the msgids say.
for po in data/texts/en.po data/texts/workplace/en.po; do msgen --no-wrap -o "$po" "$po"; done
grep -c '^msgid' data/texts/mila.pot data/texts/workplace/workplace.pot >&2
