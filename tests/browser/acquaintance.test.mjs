// Who meets whom, as the coordinator sees it, and two organisations that get to know each other: the one
// answers in Arabic without scripts, the other in German.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { mailed_link, open_site, sign_in } from './site.mjs';

const axe_source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const path = '/staff/network/acquaintance';
const rows = (name) => readFileSync(new URL(`../../data/demo/${name}`, import.meta.url), 'utf8').trim().split('\n').slice(1).map((line) => line.split(';'));

let site, coordinator;
before(async () => {
  site = await open_site();
  // Once for all tests: a code is good for one sign-in.
  coordinator = await sign_in(site, 'koordination@demo.example');
});
after(() => site?.close());

async function axe(page) {
  await page.evaluate(axe_source);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ').slice(0, 300)}`);
}

test('the page is whole for everybody, on a phone, too, and names no person', async () => {
  const { page } = coordinator;
  for (const address of [path, `${path}?period=year`])
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(site.url + address);
      assert.deepEqual(await axe(page), [], `${address} at ${width} px`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${address} is wider than ${width} px`);
    }
  await page.goto(site.url + path);
  const text = await page.innerText('main');
  for (const [, , name] of rows('people.csv')) assert.ok(!text.includes(name), name);
  // Matrices are tables whose cells have headings on both sides.
  assert.ok(await page.locator('section[aria-labelledby=h-sectors] th[scope=row]').count() >= 3);
  assert.match(text, /\d+ von \d+/);
});

test('two are asked, both say yes, each gets the contact of the other', async () => {
  await coordinator.page.goto(site.url + path);
  const first = coordinator.page.locator('section[aria-labelledby=h-introduce] li').first();
  const names = await first.locator('strong').allInnerTexts();
  const mails = names.map((name) => rows('organisations.csv').find((row) => row[1] === name)[10]);
  await first.locator('button').click();
  const pair = `tr:has-text("${names[0]}"):has-text("${names[1]}")`;
  assert.match(await coordinator.page.innerText(pair), /noch haben nicht beide Ja gesagt/);

  const answer = async (mail, language) => {
    const link = await mailed_link(site, mail, /http\S+\/de\/introductions\/[\w.-]+/);
    const context = await site.browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    await page.goto(site.url + new URL(link).pathname.replace('/de/', `/${language}/`));
    assert.equal(await page.getAttribute('html', 'lang'), language);
    assert.equal(await page.locator('main ul.m-lines').count(), 0, 'no contact before both said yes');
    await page.check('input[value=yes]');
    await page.click('main form.m-form button[type=submit]');
    const text = await page.innerText('main');
    await context.close();
    return text;
  };
  assert.ok(!(await answer(mails[0], 'ar')).includes(mails[1]));
  assert.ok((await answer(mails[1], 'de')).includes(mails[0]));
  await coordinator.page.goto(site.url + path);
  assert.match(await coordinator.page.innerText(pair), /bekannt gemacht/);
});
