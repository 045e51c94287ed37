// Builds the front end: `node assets/build.mjs OUTDIR`. Writes hashed style sheets and scripts,
// icons, images, compressed twins (.gz, .br) and manifest.json, by which the program finds the
// hashed names.

import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import zlib from "node:zlib";
import * as esbuild from "esbuild";
import postcss from "postcss";
import { kern_subset } from "./kern.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const script_target = ["es2017", "chrome60", "firefox60", "safari11.1"];
const style_target = ["chrome60", "firefox66", "safari12.1"];
/** Largest gzipped sizes in bytes; a page must stay light on an old phone with a small contract. */
const budgets = { "mila.js": 12_000, "map.js": 60_000, "list_import.js": 40_000, "minutes.js": 12_000, "attendance.js": 2_000, css: 18_000, "charts.css": 1_500 };

/** `@import "kern:subset"` gives the components of KERN that are in use. */
const kern_plugin = {
  name: "kern",
  setup(build) {
    build.onResolve({ filter: /^kern:subset$/ }, () => ({ path: "subset", namespace: "kern" }));
    build.onLoad({ filter: /.*/, namespace: "kern" }, () => ({
      contents: kern_subset(),
      loader: "css",
    }));
    // Leaflet's own marker pictures are never shown: markers here are SVG drawn by map.ts.
    build.onResolve({ filter: /^images\/.*\.png$/ }, (found) => ({
      path: found.path,
      namespace: "no-image",
    }));
    build.onLoad({ filter: /.*/, namespace: "no-image" }, () => ({
      contents: "",
      loader: "empty",
    }));
  },
};

/** read-excel-file unzips in the page, not in a worker: see scripts/unzip_here.ts. */
const unzip_here_plugin = {
  name: "unzip-here",
  setup(build) {
    build.onResolve({ filter: /^fflate$/ }, (found) =>
      found.importer.includes("read-excel-file")
        ? { path: path.join(here, "scripts/unzip_here.ts") }
        : undefined,
    );
  },
};

/**
 * Adds what Chrome 60 to 86 understands beside logical properties. The `-webkit-…-start` aliases
 * follow the direction of the text too, so right-to-left pages stay right. Block sides equal top
 * and bottom here.
 */
function add_fallbacks(css) {
  const sheet = postcss.parse(css);
  sheet.walkDecls(/^(margin|padding)-inline(-start|-end)?$/, (d) => {
    const [box, , side] = d.prop.split("-");
    const [start, end = start] = postcss.list.space(d.value);
    if (side !== "end")
      d.cloneBefore({ prop: `-webkit-${box}-start`, value: side ? d.value : start });
    if (side !== "start")
      d.cloneBefore({ prop: `-webkit-${box}-end`, value: side ? d.value : end });
  });
  sheet.walkDecls(/^border-inline-(start|end)$/, (d) => {
    d.cloneBefore({ prop: `-webkit-border-${d.prop.slice(14)}` });
  });
  sheet.walkDecls(/^(margin|padding)-block$/, (d) => {
    const [top, bottom = top] = postcss.list.space(d.value);
    const box = d.prop.split("-")[0];
    d.cloneBefore({ prop: `${box}-top`, value: top });
    d.replaceWith({ prop: `${box}-bottom`, value: bottom, important: d.important });
  });
  sheet.walkDecls("gap", (d) => void d.cloneBefore({ prop: "grid-gap" }));
  // A browser drops a whole list when it does not know one member of it.
  sheet.walkRules((rule) => {
    const known = rule.selectors.filter((selector) => !selector.includes(":focus-visible"));
    if (known.length === 0 || known.length === rule.selectors.length) return;
    rule.cloneBefore({ selectors: known });
    rule.selectors = rule.selectors.filter((selector) => selector.includes(":focus-visible"));
  });
  return sheet.toString();
}

async function bundle(entry, options) {
  const result = await esbuild.build({
    entryPoints: [path.join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    legalComments: "none",
    logLevel: "warning",
    outdir: "/",
    plugins: [kern_plugin],
    ...options,
  });
  return result.outputFiles[0].text;
}

function write_with_twins(file, content) {
  const bytes = Buffer.from(content);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, bytes);
  const gzipped = zlib.gzipSync(bytes, { level: 9 });
  fs.writeFileSync(`${file}.gz`, gzipped);
  fs.writeFileSync(`${file}.br`, zlib.brotliCompressSync(bytes));
  return gzipped.length;
}

/** The path data of every icon by name; throws when a file is not one plain 24×24 path. */
export function read_icons() {
  const icons = {};
  const folder = path.join(here, "icons");
  for (const file of fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".svg"))
    .sort()) {
    const text = fs.readFileSync(path.join(folder, file), "utf8");
    const found =
      /^<svg [^>]*viewBox="0 0 24 24"[^>]*><path d="([\d\sA-Za-z.,-]+)"\/><\/svg>\s*$/.exec(text);
    if (!found) throw new Error(`${file}: an icon is one <path> in a 24×24 box and nothing else`);
    icons[path.basename(file, ".svg")] = found[1];
  }
  return icons;
}

/** Builds everything into `out` and returns the manifest; throws when a size budget is exceeded. */
export async function build(out) {
  fs.rmSync(out, { recursive: true, force: true });
  fs.mkdirSync(out, { recursive: true });
  const contents = {
    "mila.css": add_fallbacks(await bundle("styles/main.css", { target: style_target })),
    "map.css": add_fallbacks(await bundle("styles/map.css", { target: style_target })),
    "charts.css": add_fallbacks(await bundle("styles/charts.css", { target: style_target })),
    "mila.js": await bundle("scripts/main.ts", { target: script_target, format: "iife" }),
    "map.js": await bundle("scripts/map.ts", { target: script_target, format: "iife" }),
    "attendance.js": await bundle("scripts/attendance.ts", { target: script_target, format: "iife" }),
    "minutes.js": await bundle("scripts/minutes.ts", { target: script_target, format: "iife" }),
    "list_import.js": await bundle("scripts/list_import.ts", {
      target: script_target,
      format: "iife",
      plugins: [unzip_here_plugin],
    }),
  };
  const manifest = {};
  const sizes = {};
  for (const [name, content] of Object.entries(contents)) {
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
    const { name: stem, ext } = path.parse(name);
    manifest[name] = `${stem}.${hash}${ext}`;
    sizes[name] = write_with_twins(path.join(out, manifest[name]), content);
  }
  for (const folder of ["icons", "images"]) {
    for (const file of fs.readdirSync(path.join(here, folder))) {
      write_with_twins(
        path.join(out, folder, file),
        fs.readFileSync(path.join(here, folder, file)),
      );
    }
  }
  fs.writeFileSync(path.join(out, "icons.json"), `${JSON.stringify(read_icons(), null, 1)}\n`);
  fs.writeFileSync(path.join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

  sizes.css = sizes["mila.css"] + sizes["map.css"];
  for (const [name, limit] of Object.entries(budgets)) {
    if (sizes[name] > limit)
      throw new Error(`${name}: ${sizes[name]} bytes gzipped, allowed ${limit}`);
  }
  return { manifest, sizes };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const out = process.argv[2];
  if (!out) {
    console.error("usage: node assets/build.mjs OUTDIR");
    process.exit(2);
  }
  const { manifest, sizes } = await build(path.resolve(out));
  for (const [name, hashed] of Object.entries(manifest))
    console.log(`${hashed}  ${sizes[name]} bytes gzipped`);
}
