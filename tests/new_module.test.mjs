// What `./dev new-module` writes is put into the lists where it belongs, and compiles as it is.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";

const source = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
const lists = ["modules/CMakeLists.txt", "app/modules.cpp", "app/CMakeLists.txt", "data/take_along.csv"];

test("a new module stands in every list and compiles", { timeout: 300_000 }, (t) => {
  const tree = fs.mkdtempSync(path.join(os.tmpdir(), "new-module-"));
  t.after(() => fs.rmSync(tree, { recursive: true }));
  for (const list of lists) {
    fs.mkdirSync(path.join(tree, path.dirname(list)), { recursive: true });
    fs.copyFileSync(path.join(source, list), path.join(tree, list));
  }
  execFileSync("node", [path.join(source, "tools/new_module.mjs"), "tea_rounds"], { cwd: tree });
  for (const list of lists) assert.match(fs.readFileSync(path.join(tree, list), "utf8"), /tea_rounds/, list);
  const modules = fs.readFileSync(path.join(tree, "app/modules.cpp"), "utf8");
  assert.match(modules, /tea_rounds::module\(\),\s+erasure_module\(\),/, "erasure stays the last");
  const folder = path.join(tree, "modules/tea_rounds");
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".cpp")))
    execFileSync("c++", ["-std=c++20", "-fsyntax-only", "-Werror", `-I${tree}`, `-I${source}`, path.join(folder, file)],
                 { stdio: "inherit" });
});
