// Gallery part 4: charts with their tables. The program draws them; these are the samples its tests
// keep (platform/html/golden), so what is looked at here is what pages show.

import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const golden = path.join(
  path.dirname(fileURLToPath(import.meta.url)),
  "../../platform/html/golden",
);

/** The sections of this part as markup. */
export function figure_sections(t) {
  const charts = fs.readFileSync(path.join(golden, `charts.${t("de", "ar")}.html`), "utf8");
  return `<section class="m-band" aria-labelledby="h-figures"><div class="m-wrap m-stack">
  <h2 class="kern-heading-large" id="h-figures">${t("Aktuelle Zahlen", "أرقام حالية")}</h2>
${charts}</div></section>`;
}
