// node tools/processing_register.mjs [PROGRAM]: writes docs/legal/verarbeitungsverzeichnis.md, the record of
// processing activities (Art. 30 (1) GDPR), from `mila describe personal-data`. What only the county knows stays
// in […]. Tables the list below does not know end the run: somebody has to say whose data they are.
import fs from "node:fs";
import { execFileSync } from "node:child_process";

const program = process.argv[2] ?? "build/app/mila";
const target = "docs/legal/verarbeitungsverzeichnis.md";
const source = "docs/legal/verarbeitungen.json";

/** The rows of a Markdown table as arrays of cells. */
function rows_of(markdown) {
  return markdown
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map((line) => line.slice(1, -1).split("|").map((cell) => cell.trim()));
}

/** "`outbox`, `outbox_attachment`" → ["outbox", "outbox_attachment"]. */
const tables_of = (cell) => cell.replaceAll("`", "").split(",").map((name) => name.trim());

/**
 * One activity of the register. `activity` names purpose, people, recipients … in German and the tables it is made of;
 * `held` maps a table to its row of describe, `words` its English cells to German ones.
 */
function section(activity, number, held, words) {
  const used = activity.tables.map((table) => held.get(table)).filter(Boolean);
  const rows = [...new Map(used.map((row) => [row[0], row])).values()];
  const german = (text) => {
    if (!(text in words)) console.error(`${source} has no German for: ${text}`);
    return words[text] ?? `„${text}“`;
  };
  const line = (letter, what, text) => `| ${letter} | ${what} | ${text} |`;
  return [
    `## ${number}. ${activity.name}`,
    "",
    "| Art. 30 (1) | | |",
    "|---|---|---|",
    line("b", "Zweck", activity.purpose),
    line("", "Rechtsgrundlage", activity.basis),
    line("c", "Betroffene Personen", activity.people),
    line("c", "Kategorien von Daten", activity.data),
    line("d", "Empfänger", activity.recipients),
    line("e", "Drittland", activity.abroad ?? "keine Übermittlung"),
    line("f", "Löschfrist", activity.period),
    line("g", "Maßnahmen", activity.measures ?? "siehe Abschnitt „Maßnahmen“"),
    "",
    "Was das Programm selbst dazu sagt:",
    "",
    "| Tabelle | Daten | Frist | Löschung |",
    "|---|---|---|---|",
    ...rows.map(([table, what, , , period, erasure]) => `| ${table} | ${german(what)} | ${german(period)} | ${german(erasure)} |`),
    "",
  ].join("\n");
}

function main() {
  const described = execFileSync(program, ["describe", "personal-data"], { encoding: "utf8" });
  const held = new Map();
  for (const row of rows_of(described)) for (const table of tables_of(row[0])) held.set(table, row);
  const { head, activities, measures, words } = JSON.parse(fs.readFileSync(source, "utf8"));
  const known = new Set(activities.flatMap((activity) => activity.tables));
  const unknown = [...held.keys()].filter((table) => !known.has(table));
  if (unknown.length > 0) {
    console.error(`${source} does not say to which activity these tables belong: ${unknown.join(", ")}`);
    process.exit(1);
  }
  const present = activities.filter((activity) => activity.tables.some((table) => held.has(table)));
  const text = [...head, "", ...present.map((activity, index) => section(activity, index + 1, held, words)), ...measures, ""].join("\n");
  fs.writeFileSync(target, text);
}

main();
