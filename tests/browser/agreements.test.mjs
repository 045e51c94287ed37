// Agreements as people meet them: one of a year ago is found by a word of it, and somebody with a task
// answers from a mail without scripts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mailed_link, open_site, sign_in, tab_to } from './site.mjs';

let site;
before(async () => { site = await open_site(); });
after(() => site?.close());

/** Presses the focused link or button and waits for the page it leads to. */
async function enter(page) {
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

test('an agreement is found a year later by a word of it, with the keyboard alone', async () => {
  const { context, page } = await sign_in(site, 'gremium@demo.example');
  await tab_to(page, 'a[href="/staff/agreements"]');
  await enter(page);
  await tab_to(page, '#list-q');
  await page.keyboard.type('ankunftsmeldung');
  await enter(page);
  // The newer one speaks of it; it says which one it took the place of.
  assert.equal(await page.locator('tbody tr').count(), 1);
  await tab_to(page, 'tbody th a');
  await enter(page);
  assert.match(await page.textContent('h1'), /^RT-\d{4}-\d\d\/\d+$/);
  await tab_to(page, 'dd a[href^="/staff/agreements/"]');
  await enter(page);
  assert.match(await page.textContent('main'), /einmal im Monat/);
  assert.match(await page.textContent('main .kern-badge'), /abgelöst/);
  await context.close();
});

test('who runs the round table gives a task, and its holder answers from the mail without scripts', async () => {
  const { context, page } = await sign_in(site, 'gremium@demo.example');
  await page.goto(`${site.url}/staff/tasks/new`);
  await page.fill('#f-what', 'Plakate für das Frühlingsfest verteilen');
  await page.selectOption('#f-holder', { label: 'Kontaktstelle Wohnen, Landratsamt Auental' });
  await page.click('main form.m-form button[type=submit]');
  const path = new URL(page.url()).pathname;
  assert.match(path, /\/staff\/tasks\/[0-9a-f-]{36}/);

  const link = await mailed_link(site, 'wohnen@landkreis-auental.example', /http\S+\/[a-z-]+\/tasks\/[\w.-]+/);
  const outside = await site.browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const answer = await outside.newPage();
  await answer.goto(site.url + new URL(link).pathname);
  assert.match(await answer.textContent('main'), /Plakate für das Frühlingsfest/);
  await answer.fill('input[name=note]', 'bin verreist');
  await answer.click('main form:has(input[name=note]) button[type=submit]');
  assert.ok(answer.url().endsWith('?done=1'));
  await outside.close();

  // It waits on the start page of who runs the round table.
  await page.goto(`${site.url}/staff`);
  assert.match(await page.textContent('main'), /Plakate für das Frühlingsfest/);
  await page.goto(site.url + path);
  assert.match(await page.textContent('main'), /bin verreist/);
  await context.close();
});
