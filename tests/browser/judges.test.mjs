// Every kind of page before outside judges: axe-core, html-validate, and limits on width and weight.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { HtmlValidate } from 'html-validate';
import { open_site, pages, visitor } from './site.mjs';

const axe_source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = JSON.parse(readFileSync(new URL('./.htmlvalidate.json', import.meta.url), 'utf8'));
const languages = ['de', 'ar', 'en'];
let site;
before(async () => { site = await open_site(); });
after(() => site?.close());

/** What axe finds on the page as it is, one line per finding. */
async function axe(page) {
  await page.evaluate(axe_source);
  const { violations } = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  return violations.flatMap(({ id, nodes }) =>
    // Pins of places that are near each other overlap; every one of them is in the list below the
    // map as well, which WCAG 2.5.8 names as the way out.
    nodes.filter(({ html }) => id !== 'target-size' || !html.includes('leaflet-marker-icon')).slice(0, 3).map(({ target, failureSummary, html }) =>
      `${id}: ${target} ${html.slice(0, 160)} ${failureSummary.replace(/\s+/g, ' ')}`));
}

/** Opens all details, so that what they hide is judged, too. */
const unfold = (page) => page.evaluate(() => document.querySelectorAll('main details').forEach((d) => { d.open = true; }));

/** Sends an empty report without a token: the page that asks for it once more. */
async function open_refused_form(page, language) {
  await page.goto(`${site.url}/${language}${site.offer}`);
  await page.evaluate(() => {
    const form = document.querySelector('form[method=post]');
    form.querySelector('[name=token]').value = 'x';
    form.querySelector('[name=text]').value = 'Hallo';
    form.noValidate = true;
    form.submit();
  });
  await page.waitForURL(/reports/);
}

for (const language of languages)
  for (const width of [360, 1280])
    test(`axe finds nothing, ${language}, ${width} px`, async () => {
      const { page, go, done } = await visitor(site, { viewport: { width, height: 800 }, bypassCSP: true });
      const findings = [];
      for (const [name, path] of Object.entries(pages(site))) {
        await go(`/${language}${path}`);
        await unfold(page);
        for (const line of await axe(page)) findings.push(`${name}: ${line}`);
      }
      await open_refused_form(page, language);
      for (const line of await axe(page)) findings.push(`refused form: ${line}`);
      assert.deepEqual(findings, []);
      await done();
    });

for (const name of ['home', 'results', 'offer', 'violence', 'card'])
  test(`dark mode is readable: ${name}`, async () => {
    const { page, go, done } = await visitor(site, { colorScheme: 'dark', bypassCSP: true });
    await go(`/de${pages(site)[name]}`);
    await unfold(page);
    assert.deepEqual(await axe(page), []);
    await done();
  });

test('html-validate finds nothing', async () => {
  const judge = new HtmlValidate(rules);
  const findings = [];
  const look = async (name, html) => {
    for (const result of (await judge.validateString(html)).results)
      for (const { ruleId, message, line, column } of result.messages)
        findings.push(`${name}: ${ruleId}: ${message} (${line}:${column})`);
  };
  for (const language of languages)
    for (const [name, path] of Object.entries(pages(site)))
      await look(`${language} ${name}`, await (await fetch(`${site.url}/${language}${path}`)).text());
  for (const language of languages) {
    await look(`${language} 405`, await (await fetch(`${site.url}/${language}/topics`, { method: 'POST' })).text());
    const refused = await fetch(`${site.url}/${language}${site.offer}/reports`,
      { method: 'POST', body: new URLSearchParams({ text: 'Hallo' }) });
    assert.equal(refused.status, 422);
    await look(`${language} 422`, await refused.text());
  }
  assert.deepEqual(findings, []);
  assert.equal((await judge.validateString('<p><div style="top:0"></div></p>')).valid, false, 'the judge sleeps');
});

for (const language of ['de', 'ar', 'lt'])
  for (const width of [320, 360, 1280])
    test(`nothing is wider than the screen, ${language}, ${width} px`, async () => {
      const { page, go, done } = await visitor(site, { viewport: { width, height: 640 } });
      const wide = [];
      for (const [name, path] of Object.entries(pages(site))) {
        await go(`/${language}${path}`);
        await unfold(page);
        const found = await page.evaluate(() => {
          const room = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= room) return null;
          const out = [...document.querySelectorAll('body *')].filter((element) => {
            const box = element.getBoundingClientRect();
            return box.width && (box.right > room + 1 || box.left < -1);
          });
          return `${document.documentElement.scrollWidth} px: ${out.slice(-3).map((e) => e.outerHTML.slice(0, 100)).join(' | ')}`;
        });
        if (found) wide.push(`${name}: ${found}`);
      }
      assert.deepEqual(wide, []);
      await done();
    });

test('large letters break no page', async () => {
  const { page, go, done } = await visitor(site, { viewport: { width: 640, height: 900 }, bypassCSP: true });
  for (const name of ['home', 'results', 'offer']) {
    await go(`/de${pages(site)[name]}`);
    await page.addStyleTag({ content: 'html { font-size: 200% !important }' });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${name}: ${wide} px too wide with letters twice as large`);
  }
  await done();
});

for (const name of ['home', 'results', 'offer'])
  test(`${name} weighs at most 100 kB`, async () => {
    const { page, go, done } = await visitor(site);
    const bodies = [];
    page.on('response', (response) => bodies.push(response.body().then((body) => gzipSync(body).length).catch(() => 0)));
    await go(`/ar${pages(site)[name]}`);
    await page.waitForLoadState('networkidle');
    const sizes = await Promise.all(bodies);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(sizes.length >= 3, 'page, styles and script were loaded');
    assert.ok(total <= 100 * 1000, `${total} bytes`);
    await done();
  });

test('no page asks elsewhere, sets a cookie or breaks the policy', async () => {
  const { page, go, done } = await visitor(site, { viewport: { width: 1280, height: 900 } });
  for (const path of Object.values(pages(site))) {
    await go(`/uk${path}`);
    await page.waitForLoadState('networkidle');
    assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  }
  await done();
});
