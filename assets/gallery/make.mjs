// Writes the gallery: builds the front end into gallery/built under plain names and makes
// index.html (left to right) and rtl.html (Arabic) beside it. Run `node assets/gallery/make.mjs`.

import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "../build.mjs";
import { frame } from "./frame.mjs";
import { finding_sections } from "./finding.mjs";
import { offer_sections } from "./offer.mjs";
import { writing_sections } from "./writing.mjs";
import { figure_sections } from "./figures.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const built = path.join(here, "built");
const { manifest } = await build(built);
for (const [plain, hashed] of Object.entries(manifest)) {
  fs.copyFileSync(path.join(built, hashed), path.join(built, plain));
}
const outline = [
  [9.9, 50.52],
  [10.02, 50.6],
  [10.2, 50.58],
  [10.34, 50.62],
  [10.4, 50.5],
  [10.3, 50.4],
  [10.12, 50.42],
  [9.98, 50.41],
  [9.9, 50.52],
];
const outlines = {
  type: "FeatureCollection",
  features: [
    { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [outline] } },
  ],
};
fs.writeFileSync(path.join(built, "outlines.json"), JSON.stringify(outlines));

for (const [file, language] of Object.entries({ "index.html": "de", "rtl.html": "ar" })) {
  const t = (german, arabic) => (language === "de" ? german : arabic);
  const content = [finding_sections, offer_sections, figure_sections, writing_sections]
    .map((sections) => sections(t))
    .join("\n");
  fs.writeFileSync(path.join(here, file), frame(t, language, content));
}
