// The rules of the house, read off the sources. Silent when all hold; else one line per breach.
import fs from "node:fs";
import path from "node:path";
import { execFileSync } from "node:child_process";

const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { encoding: "utf8" })
  .split("\n")
  .filter((name) => name && fs.existsSync(name));
const breaches = [];
const sources = files.filter((name) => /^(app|platform|engines|modules)\/.*\.(cpp|h)$/.test(name));
const read = (name) => fs.readFileSync(name, "utf8");
const includes = (text) => [...text.matchAll(/^#include "([^"]+)"/gm)].map((match) => match[1]);

// Who may include whom: app → modules → shared modules → platform → base; modules → engines.
const shared = new Set(["places", "taxonomy", "directory", "network"]);
const layer = (name) => name.split("/")[0];
const folder = (name) => name.split("/").slice(0, 2).join("/");
const published = (name) => {
  const [, module, file] = name.split("/");
  return file === `${module}.h` || publicHeaders.has(name);
};
// Beside its own header a shared module offers these.
const publicHeaders = new Set([
  "modules/directory/records.h",
  "modules/directory/sectors.h",
  "modules/directory/timetable.h",
  "modules/directory/csv_import.h",
  "modules/directory/csv_export.h",
  "modules/directory/csv_mapping.h",
  "modules/directory/import_report.h",
  "modules/directory/demo.h",
  "modules/directory/history.h",
  "modules/directory/offer_cells.h",
  "modules/offers/offer_search.h",
  "modules/offers/holidays.h",
  "modules/offers/reports.h",
  "modules/offers/weekday_of_month.h",
  "modules/network/mailing.h",
  "modules/network/picker.h",
  "modules/network/staffing.h",
  "modules/meetings/agenda.h",
  "modules/upkeep/link_probe.h",
  "modules/meetings/attendance.h",
  "modules/meetings/invitations.h",
  "modules/meetings/letters.h",
]);
for (const file of sources) {
  const test = /_(test|benchmark)\.cpp$|\/test_support\.h$/.test(file);
  for (const target of includes(read(file))) {
    const from = layer(file), to = layer(target);
    const breach = (why) => breaches.push(`${file} includes ${target}: ${why}`);
    const base = folder(target) === "platform/base";
    if (from === "engines" && to !== "engines" && !base) breach("engines know nothing but themselves and base");
    if (from === "engines" && to === "engines" && folder(file) !== folder(target)) breach("engines do not know each other");
    if (from === "platform" && ["modules", "app", "engines"].includes(to)) breach("the platform knows no module");
    if (folder(file) === "platform/base" && to === "platform" && folder(target) !== "platform/base") breach("base knows only itself");
    if (from === "modules" && to === "app") breach("modules do not know the program");
    if (from === "modules" && to === "modules" && folder(file) !== folder(target) && !test) {
      if (!published(target)) breach("only a module's own header is public");
      const here = file.split("/")[1], there = target.split("/")[1];
      if (shared.has(here) && !shared.has(there)) breach("shared modules do not know topics");
    }
    if (from === "modules" && /_store\.cpp$/.test(file) && /platform\/(http|html)\//.test(target)) breach("stores know no pages");
  }
}

// Only platform/db sees the database libraries, only server.cpp the HTTP library.
for (const file of sources) {
  const text = read(file);
  if (/#include <(sqlite3|libpq-fe)\.h>/.test(text) && !/^platform\/(db|testing)\//.test(file)) breaches.push(`${file}: SQL libraries stay in platform/db`);
  if (/#include <restinio/.test(text) && !/^platform\/http\//.test(file)) breaches.push(`${file}: restinio stays in platform/http`);
  if (/^modules\//.test(file) && !/_test\.cpp$/.test(file)) {
    const sql = /\b(insert into|delete from|update \w+ set|select [\w\s,*()]+ from)\b/i.test(text.replace(/\/\/.*$/gm, ""));
    if (sql && !/(_store|search_misses)\.cpp$|\/store\.cpp$/.test(file)) breaches.push(`${file}: SQL belongs into a store`);
  }
}

// Counted texts are plain strings: N_ would collect them once more, without their plural.
for (const file of sources)
  if (/\bcount\(\s*N_\(/.test(read(file))) breaches.push(`${file}: count() takes its texts without N_`);

// Size: a file holds one idea.
for (const file of sources) {
  const lines = read(file).split("\n").length;
  if (lines > 470) breaches.push(`${file}: ${lines} lines; is there more than one idea in it?`);
}

// The project speaks of itself alone.
const private_words = /registry\.npmjs|\/work\/|(^|[^\w])\/tmp\/mila|\bhelper session\b/;
for (const file of files.filter((name) => /\.(cpp|h|mjs|ts|md|html|toml|sh|css)$|^dev$/.test(name) && name !== "tools/check.mjs"))
  if (private_words.test(read(file))) breaches.push(`${file}: speaks of a machine or registry`);

// Documents name files that exist.
for (const file of ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].filter((name) => fs.existsSync(name)))
  for (const match of read(file).matchAll(/\]\(((?!https?:|#|mailto:)[^)]+)\)/g))
    if (!fs.existsSync(path.join(path.dirname(file), match[1].split("#")[0]))) breaches.push(`${file}: no ${match[1]}`);

// Every text is translated into every language.
const texts = files.filter((name) => /^data\/texts\/.*\.po$/.test(name));
for (const file of texts) {
  try {
    const counted = execFileSync("msgattrib", ["--untranslated", "--no-obsolete", file], { encoding: "utf8" });
    const missing = (counted.match(/^msgid "/gm) ?? []).length;
    if (missing > 1 || (missing === 1 && !/^msgid ""\nmsgstr/m.test(counted))) breaches.push(`${file}: ${missing} texts are not translated`);
  } catch {
    breaches.push(`${file}: not readable`);
  }
}

for (const line of breaches) console.log(line);
process.exit(breaches.length ? 1 : 0);
