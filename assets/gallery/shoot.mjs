// Looks at the gallery with a real browser: `node assets/gallery/shoot.mjs [SHOTDIR]` makes the
// gallery, serves it under the strict content security policy of the program, takes pictures at
// 320, 360 and 1280 px in light and dark, runs axe and html-validate, and fails on any finding,
// console error or page wider than the screen.

import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { HtmlValidate } from "html-validate";
import { chromium } from "playwright-core";
import "./make.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const shots = path.resolve(process.argv[2] ?? path.join(here, "shots"));
const axe_source = fs.readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";
const types = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
};
const findings = [];

function serve() {
  const server = http.createServer((request, response) => {
    const file = path.join(here, path.normalize(new URL(request.url, "http://x").pathname));
    if (!file.startsWith(here) || !fs.existsSync(file) || fs.statSync(file).isDirectory()) {
      response.writeHead(404).end();
      return;
    }
    const type = types[path.extname(file)] ?? "application/octet-stream";
    response.writeHead(200, {
      "content-type": `${type}; charset=utf-8`,
      "content-security-policy": policy,
    });
    response.end(fs.readFileSync(file));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** Runs in the page: words in a drawing that touch each other, leave it or are too small to read. */
function wrong_chart_texts() {
  const wrong = [];
  for (const svg of document.querySelectorAll(".m-chart")) {
    const frame = svg.getBoundingClientRect();
    if (frame.width === 0) continue;
    const size = (15 * frame.width) / svg.viewBox.baseVal.width;
    if (size < 12 || size > 20) wrong.push(`${svg.querySelector("title").id}: text of ${size.toFixed(1)} px`);
    const texts = [...svg.querySelectorAll("text")].map((text) => [
      text.textContent,
      text.getBoundingClientRect(),
    ]);
    texts.forEach(([words, box], index) => {
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1)
        wrong.push(`"${words}" leaves its drawing`);
      for (const [others, other] of texts.slice(index + 1)) {
        const beside = box.right < other.left + 1 || other.right < box.left + 1;
        // Boxes of a line of text hold room for accents; letters themselves are lower.
        const below = box.bottom < other.top + 4 || other.bottom < box.top + 4;
        if (!beside && !below) wrong.push(`"${words}" lies on "${others}"`);
      }
    });
  }
  return wrong;
}

async function look(browser, url, name, width, scheme) {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    colorScheme: scheme,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" && !/favicon/.test(message.location().url))
      findings.push(`${name}: ${message.text()}`);
  });
  page.on("pageerror", (error) => findings.push(`${name}: ${error}`));
  await page.goto(url, { waitUntil: "load" });
  await page.waitForSelector(".m-map-pin");
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({
    path: path.join(shots, `${name}-${width}-${scheme}.png`),
    fullPage: true,
  });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  if (overflow > 0) findings.push(`${name} ${width}: ${overflow} px wider than the screen`);
  for (const wrong of await page.evaluate(wrong_chart_texts)) findings.push(`${name} ${width}: ${wrong}`);
  // evaluate() is not bound by the page's policy, so axe needs no exception from it.
  await page.evaluate(axe_source);
  const result = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }),
  );
  for (const violation of result.violations) {
    for (const node of violation.nodes) {
      findings.push(
        `${name} ${width} ${scheme}: ${violation.id}: ${node.target} ${node.html.slice(0, 160)}\n   ${node.failureSummary.split("\n")[1]}`,
      );
    }
  }
  if (width === 1280 && scheme === "light") {
    await page.pdf({ path: path.join(shots, `${name}.pdf`), preferCSSPageSize: true });
  }
  await context.close();
}

fs.mkdirSync(shots, { recursive: true });
const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    "long-title": "off",
    "no-trailing-whitespace": "off",
    "tel-non-breaking": "off",
    "no-raw-characters": "off",
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit", "button"] }],
  },
});
for (const file of ["index.html", "rtl.html"]) {
  const report = await validator.validateFile(path.join(here, file));
  for (const result of report.results) {
    for (const message of result.messages) {
      findings.push(
        `${file}:${message.line}:${message.column} ${message.ruleId} ${message.message}`,
      );
    }
  }
}
const server = await serve();
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--headless"],
});
for (const [file, name] of [
  ["index.html", "ltr"],
  ["rtl.html", "rtl"],
]) {
  const url = `http://127.0.0.1:${server.address().port}/${file}`;
  for (const width of [320, 360, 1280]) {
    for (const scheme of ["light", "dark"]) {
      if (width !== 320 || scheme === "light") await look(browser, url, name, width, scheme);
    }
  }
}
await browser.close();
server.close();
console.log(findings.join("\n") || "no findings");
process.exit(findings.length ? 1 : 0);
