// ./dev docs: what stands in README between <!-- SUBJECT --> and <!-- /SUBJECT --> is written anew
// from `mila describe SUBJECT`. Other pairs of marks (the figures) are left alone.
import fs from "node:fs";
import { execFileSync } from "node:child_process";

const program = process.argv[2];
let text = fs.readFileSync("README.md", "utf8");
for (const subject of ["modules", "personal-data"]) {
  const place = new RegExp(`(<!-- ${subject} -->\n)[^]*?(<!-- /${subject} -->)`);
  if (!place.test(text)) throw new Error(`README.md has no place for ${subject}`);
  const table = execFileSync(program, ["describe", subject], { encoding: "utf8" });
  text = text.replace(place, (_, from, to) => from + table + to);
}
fs.writeFileSync("README.md", text);
