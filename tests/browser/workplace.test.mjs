// The workplace in a real browser: every page its menu leads to before outside judges, and people's
// tasks, with scripts and without.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { mailed_link as find_mailed_link, open_site, password, sign_in } from './site.mjs';

const axe_source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = JSON.parse(readFileSync(new URL('./.htmlvalidate.json', import.meta.url), 'utf8'));
let site;
before(async () => { site = await open_site(); });
after(() => site?.close());

const signed_in = (mail, options) => sign_in(site, mail, options);

/** Addresses of the workplace's pages from its links, one for each kind (ids are alike). */
async function kinds_of_pages(page, most = 60) {
  const kind = (path) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID').replace(/\?.*/, '');
  const found = new Map([['/staff', '/staff']]);
  const waiting = ['/staff'];
  while (waiting.length && found.size < most) {
    await page.goto(site.url + waiting.shift());
    const links = await page.$$eval('a[href^="/staff"]', (all) => all.map((a) => a.getAttribute('href')));
    for (const href of links) {
      const path = href.replace(/#.*/, '');
      if (/\.(csv|xlsx|json|vcf|zip|ics)(\?|$)|\/export|\/papers\/|\/files\/|format=/.test(path) || found.has(kind(path))) continue;
      found.set(kind(path), path);
      waiting.push(path);
    }
  }
  return [...found.values()];
}

async function axe(page) {
  await page.evaluate(axe_source);
  const { violations } = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  // The bar at the foot of a phone lies over what can be scrolled free of it.
  return violations.flatMap(({ id, nodes }) => nodes.filter(({ failureSummary }) =>
    id !== 'target-size' || !failureSummary.includes('partially obscured')).slice(0, 3).map(({ target, failureSummary, html }) =>
    `${id}: ${target} ${html.slice(0, 160)} ${failureSummary.replace(/\s+/g, ' ')}`));
}

test('every page the coordinator meets passes the judges', async () => {
  const { context, page } = await signed_in('koordination@demo.example', { bypassCSP: true });
  const paths = await kinds_of_pages(page);
  assert.ok(paths.length > 5, `only ${paths.length} pages`);
  const judge = new HtmlValidate(rules);
  const findings = [];
  for (const path of paths) {
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      const answer = await page.goto(site.url + path);
      if (answer.status() >= 400) findings.push(`${path}: ${answer.status()}`);
      if (width === 1280)
        for (const result of (await judge.validateString(await answer.text())).results)
          for (const { ruleId, message, line } of result.messages) findings.push(`${path}: ${ruleId}: ${message} (${line})`);
      await page.evaluate(() => document.querySelectorAll('main details').forEach((d) => { d.open = true; }));
      for (const line of await axe(page)) findings.push(`${path} ${width}: ${line}`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) findings.push(`${path} ${width}: ${over} px too wide`);
    }
  }
  assert.deepEqual(findings, []);
  await context.close();
});

test('the workplace is readable in the dark and in English', async () => {
  const { context, page } = await signed_in('english@demo.example', { bypassCSP: true, colorScheme: 'dark', locale: 'en-GB' });
  const findings = [];
  for (const path of await kinds_of_pages(page, 20)) {
    await page.goto(site.url + path);
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
    for (const line of await axe(page)) findings.push(`${path}: ${line}`);
  }
  assert.deepEqual(findings, []);
  await context.close();
});

const mailed_link = (address, pattern) => find_mailed_link(site, address, pattern);

test('a colleague is invited by mail and comes in, without scripts', async () => {
  const boss = await signed_in('vertretung@demo.example', { javaScriptEnabled: false });
  await boss.page.goto(`${site.url}/staff/accounts/new`);
  await boss.page.fill('#f-mail', 'neue.kollegin@amt.example');
  await boss.page.fill('#f-name', 'Leonie Marschall');
  await boss.page.selectOption('#f-role', 'adviser');
  await boss.page.fill('#f-scope_search', 'Sozialwerk');
  await boss.page.press('#f-scope_search', 'Enter');
  await boss.page.waitForURL(/\/staff\/accounts\/[0-9a-f-]{36}/);
  assert.match(boss.page.url(), /\/staff\/accounts\/[0-9a-f-]{36}/);
  const link = await mailed_link('neue.kollegin@amt.example', /\/staff\/links\/[\w-]+/);
  const context = await site.browser.newContext({ javaScriptEnabled: false, locale: 'de-DE', viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(site.url + link);
  await page.click('main form button[type=submit]');
  assert.match(await page.textContent('main'), /Willkommen/);
  await page.goto(`${site.url}/staff`);
  assert.match(await page.textContent('h1'), /Leonie Marschall/);
  await boss.context.close();
  await context.close();
});

test('a provider answers the yearly question on an old phone, without account and scripts', async () => {
  const boss = await signed_in('koordination@demo.example', { javaScriptEnabled: false });
  await boss.page.goto(`${site.url}/staff/confirmations`);
  await boss.page.locator('tr', { hasText: 'Stadtbücherei Auenstadt' }).locator('input[name=organization]').press('Space');
  await boss.page.getByRole('button', { name: 'Angekreuzte fragen oder erinnern' }).press('Enter');
  await boss.page.waitForURL(/done=saved/);
  const link = await mailed_link('buecherei@auenstadt.example', /\/de\/confirmations\/[\w.-]+/);
  const context = await site.browser.newContext({ javaScriptEnabled: false, locale: 'de-DE', viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(site.url + link);
  assert.match(await page.textContent('main'), /Sprachcafé Auenstadt/);
  await page.locator('main section', { hasText: 'Schach im Kornhaus' }).locator('summary').press('Enter');
  await page.locator('main section', { hasText: 'Schach im Kornhaus' }).locator('input[value=gone]').press('Space');
  await page.getByRole('button', { name: 'Antworten senden' }).press('Enter');
  await page.waitForURL(/done=1/);
  assert.match(await page.textContent('main'), /Was stimmt, ist bestätigt/);
  await page.goto(site.url + link);
  assert.match(await page.textContent('main'), /Ihre Antwort ist schon bei uns/);
  await boss.page.goto(`${site.url}/staff/hints`);
  assert.match(await boss.page.textContent('main'), /Schach im Kornhaus/);
  await boss.context.close();
  await context.close();
});

test('signing in works by keyboard alone', async () => {
  const context = await site.browser.newContext({ locale: 'de-DE' });
  const page = await context.newPage();
  await page.goto(`${site.url}/staff/sign-in`);
  const focus = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
  for (let i = 0; i < 12 && (await focus()) !== 'f-mail'; ++i) await page.keyboard.press('Tab');
  await page.keyboard.type('leitung@demo.example');
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${site.url}/staff`);
  assert.match(await page.textContent('h1'), /Albers/);
  await context.close();
});
