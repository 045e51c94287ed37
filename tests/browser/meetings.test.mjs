// Meetings as people meet them: whoever runs a round table plans and invites, a guest answers without
// scripts, in their language.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mailed_link, open_site, sign_in } from './site.mjs';

let site;
before(async () => { site = await open_site(); });
after(() => site?.close());

const in_days = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);

test('a quarterly round table is planned and invited to in two minutes of steps', async () => {
  const { context, page } = await sign_in(site, 'gremium@demo.example');
  let steps = 0;
  const act = async (what) => { ++steps; await what; };
  await act(page.click('a[href="/staff/meetings/new"]'));
  await act(page.fill('#f-title', 'Runder Tisch im Quartal'));
  await act(page.fill('#f-day', in_days(30)));
  await act(page.fill('#f-place', 'Rathaus, Markt 1, Weidenrode'));
  await act(page.click('summary:has(~ div #f-every)'));
  await act(page.selectOption('#f-every', 'quarters'));
  await act(page.click('main form.m-form button[type=submit]'));
  // The dates are shown before anything is kept, and each says why it is not on its day.
  assert.equal(await page.locator('input[type=date]').count(), 4);
  for (const value of await page.$$eval('input[type=date]', (all) => all.map((one) => one.value)))
    assert.match(value, /^\d{4}-\d\d-\d\d$/);
  await act(page.click('main form.m-form button[type=submit]'));
  assert.match(page.url(), /\/staff\/meetings\/[0-9a-f-]{36}/);
  assert.equal(await page.locator('#h-series + ul li').count(), 3);
  await act(page.click('a[href$="/invitations"]'));
  await act(page.fill('#f-guests', 'Olena Hrytsenko <o.hrytsenko@gast.example>'));
  await act(page.selectOption('#f-language', 'uk'));
  await act(page.click('main form.m-form button[type=submit]'));
  // Two minutes: ten seconds a step.
  assert.ok(steps <= 12, `${steps} steps`);
  await context.close();
});

test('a guest answers in Ukrainian without scripts, and whoever invited sees it', async () => {
  const link = await mailed_link(site, 'o.hrytsenko@gast.example', /http\S+\/uk\/meetings\/answers\/[\w.-]+/);
  const context = await site.browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const path = new URL(link).pathname;
  await page.goto(site.url + path);
  assert.equal(await page.getAttribute('html', 'lang'), 'uk');
  // Nothing but the page's own words and those of the county.
  await page.check('input[value=accepted]');
  await page.click('main form.m-form button[type=submit]');
  assert.ok(page.url().endsWith('?done=1'));
  await context.close();
  const runs = await sign_in(site, 'gremium@demo.example');
  await runs.page.goto(`${site.url}/staff/meetings`);
  await runs.page.click('a:has-text("Runder Tisch im Quartal")');
  assert.match(await runs.page.textContent('tr:has-text("Olena Hrytsenko")'), /kommt/);
  await runs.context.close();
});

test('who is there is marked on a phone, a walk-in included, and a tap without network is not lost', async () => {
  const { context, page } = await sign_in(site, 'gremium@demo.example', { viewport: { width: 360, height: 740 }, hasTouch: true });
  await page.goto(`${site.url}/staff/meetings?when=past`);
  await page.click('a:has-text("Runder Tisch MiLa, drittes Quartal")');
  await page.click('main a:has-text("Wer ist da?")');
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
  const row = (n) => page.locator('.m-presence > li:has(form[data-mark])').nth(n);
  const tap = (n, value) => row(n).locator(`button[value="${value}"]`).tap();
  const here = page.url();
  await tap(0, 0);
  await row(0).locator('text=gespeichert').waitFor();
  assert.equal(page.url(), here);
  await context.setOffline(true);
  await tap(0, 1);
  await tap(1, 0);
  await row(0).locator('text=kein Netz').waitFor();
  await context.setOffline(false);
  await row(1).locator('text=gespeichert').waitFor();
  await page.fill('section .m-form #f-name', 'Bilal Haddad');
  await page.click('section .m-form button[type=submit]');
  await page.waitForSelector('.m-presence li:has-text("Bilal Haddad")');
  assert.equal(await row(0).locator('button[value="1"]').getAttribute('aria-pressed'), 'true');
  assert.equal(await row(1).locator('button[value="0"]').getAttribute('aria-pressed'), 'true');
  await context.close();
  // The same without scripts: a button and the page again.
  const plain = await sign_in(site, 'gremium@demo.example', { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await plain.page.goto(here);
  await plain.page.locator('.m-presence > li:has(form[data-mark])').nth(1).locator('button[value="1"]').click();
  assert.match(plain.page.url(), /done=saved#a-/);
  assert.equal(await plain.page.locator('.m-presence > li:has(form[data-mark])').nth(1).locator('button[value="1"]').getAttribute('aria-pressed'), 'true');
  await plain.context.close();
});

test('names of people who came without being asked wait for the network, outlive the tab and are there once', async () => {
  const { context, page } = await sign_in(site, 'gremium@demo.example', { viewport: { width: 360, height: 740 }, hasTouch: true });
  await page.goto(`${site.url}/staff/meetings?when=past`);
  await page.click('a:has-text("Runder Tisch MiLa, drittes Quartal")');
  await page.click('main a:has-text("Wer ist da?")');
  const here = page.url().replace(/[?#].*/, '');
  const line = (on, name) => on.locator(`.m-presence > li:has-text("${name}")`);
  const add = async (name) => {
    await page.fill('section .m-form #f-name', name);
    await page.click('section .m-form button[type=submit]');
  };
  await context.setOffline(true);
  await add('Fatma Offline');
  await add('Jakub Funkloch');
  await line(page, 'Fatma Offline').locator('text=noch nicht gesendet').waitFor();
  assert.equal(await line(page, 'Jakub Funkloch').count(), 1);
  assert.equal(await page.inputValue('section .m-form #f-name'), '');
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
  // The tab is closed, the phone finds a network, the page is opened again.
  await page.close();
  await context.setOffline(false);
  const second = await context.newPage();
  // One that reaches the server, whose answer is lost: sent again, it is the same person.
  let lost = 0;
  await second.route(here, async (route) => {
    if (route.request().method() !== 'POST' || ++lost > 1) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await second.goto(here);
  await line(second, 'Fatma Offline').locator('text=gespeichert').waitFor();
  await line(second, 'Jakub Funkloch').locator('text=gespeichert').waitFor();
  assert.ok(lost > 2, `${lost} requests`);
  await second.unrouteAll();
  await second.reload();
  for (const name of ['Fatma Offline', 'Jakub Funkloch']) assert.equal(await line(second, name).count(), 1, name);
  assert.equal(await second.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('mila-attendance')).length), 0);
  await context.close();
});

test('names from two tabs without network are both kept, and one tap that is not taken holds up no other', async () => {
  const { context, page } = await sign_in(site, 'gremium@demo.example');
  await page.goto(`${site.url}/staff/meetings?when=past`);
  await page.click('a:has-text("Runder Tisch MiLa, drittes Quartal")');
  await page.click('main a:has-text("Wer ist da?")');
  const here = page.url().replace(/[?#].*/, '');
  const line = (on, name) => on.locator(`.m-presence > li:has-text("${name}")`);
  const add = async (on, name) => {
    await on.fill('section .m-form #f-name', name);
    await on.click('section .m-form button[type=submit]');
  };
  const other = await context.newPage();
  await other.goto(here);
  await context.setOffline(true);
  await add(page, 'Ines Erstertab');
  await add(other, 'Omar Zweitertab');
  await add(page, 'Lotte Erstertab');
  await page.close();
  await other.close();
  await context.setOffline(false);
  const third = await context.newPage();
  await third.goto(here);
  for (const name of ['Ines Erstertab', 'Omar Zweitertab', 'Lotte Erstertab'])
    await line(third, name).locator('text=gespeichert').waitFor();

  const row = (n) => third.locator('.m-presence > li:has(form[data-mark])').nth(n);
  const sent = [];
  await third.route(/\/attendance\/[^/]+$/, (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    sent.push(route.request().url());
    return route.fulfill({ status: sent.at(-1) === sent[0] ? 403 : 429, contentType: 'text/html', body: 'no' });
  });
  await row(0).locator('button[value="1"]').click();
  await row(0).locator('text=Anwesenheitsliste').waitFor();
  await row(1).locator('button[value="1"]').click();
  await row(1).locator('text=kein Netz').waitFor();
  await add(third, 'Nuria Dahinter');
  await line(third, 'Nuria Dahinter').locator('text=gespeichert').waitFor();
  assert.equal(sent.filter((url) => url === sent[0]).length, 1); // what was refused is not sent again and again

  // What nobody sent for a week goes, of whatever meeting; what is younger stays.
  await third.evaluate(() => {
    const tap = (row, days) => ({ action: '/x', fields: [], at: Date.now() - days * 86_400_000, row, name: row });
    localStorage.setItem('mila-attendance /old', JSON.stringify([tap('a-1', 8)]));
    localStorage.setItem('mila-attendance /mixed', JSON.stringify([tap('a-2', 8), tap('a-3', 6)]));
  });
  await third.goto(here);
  assert.equal(await third.evaluate(() => localStorage.getItem('mila-attendance /old')), null);
  assert.deepEqual(await third.evaluate(() => JSON.parse(localStorage.getItem('mila-attendance /mixed')).map((tap) => tap.row)), ['a-3']);
  await context.close();
});

test('a guest says in Arabic and without scripts which dates suit, and one is picked', async () => {
  const runs = await sign_in(site, 'gremium@demo.example');
  await runs.page.goto(`${site.url}/staff/meetings/polls/new`);
  if (await runs.page.locator('#f-body option').count() > 1) await runs.page.selectOption('#f-body', { index: 1 });
  await runs.page.fill('#f-title', 'Sondersitzung Wohnen');
  await runs.page.fill('#f-closes_on', in_days(5));
  await runs.page.fill('#f-day_1', in_days(10));
  await runs.page.fill('#f-day_2', in_days(12));
  await runs.page.click('summary:has(~ div #f-guests)');
  await runs.page.fill('#f-guests', 'Samira Nouri <s.nouri@gast.example>');
  await runs.page.selectOption('#f-language', 'ar');
  await runs.page.click('main form.m-form button[type=submit]');
  assert.match(runs.page.url(), /\/staff\/meetings\/polls\/[0-9a-f-]{36}/);
  const link = await mailed_link(site, 's.nouri@gast.example', /http\S+\/ar\/meetings\/polls\/[\w.-]+/);
  const context = await site.browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  await page.goto(site.url + new URL(link).pathname);
  assert.equal(await page.getAttribute('html', 'dir'), 'rtl');
  // Nothing stands beside the page on the smallest phone.
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  const dates = page.locator('main fieldset');
  assert.equal(await dates.count(), 2);
  await dates.nth(0).locator('input[value=no]').check();
  await page.click('main form.m-form button[type=submit]');
  // One date was left out: said, and what was chosen is kept.
  assert.equal(await page.locator('.m-errors a').count(), 1);
  assert.equal(await dates.nth(0).locator('input[value=no]').isChecked(), true);
  await dates.nth(1).locator('input[value=yes]').check();
  await page.click('main form.m-form button[type=submit]');
  assert.ok(page.url().endsWith('?done=1'));
  await context.close();
  await runs.page.reload();
  assert.match(await runs.page.textContent('tr:has-text("Samira Nouri")'), /Nein.*Ja/s);
  await runs.page.click('.m-lines li:nth-child(2) button');
  await runs.page.waitForURL(/\/staff\/meetings\/[0-9a-f-]{36}\?/);
  assert.equal(await runs.page.textContent('h1'), 'Sondersitzung Wohnen');
  await runs.context.close();
});
