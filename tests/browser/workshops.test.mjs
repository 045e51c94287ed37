// A large meeting as people meet it: a guest chooses a workshop in Persian without scripts, whoever runs
// the meeting gives the seats and tells everybody.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mailed_link, open_site, sign_in } from './site.mjs';

let site;
before(async () => { site = await open_site(); });
after(() => site?.close());

const guest = 'f.rahimi@gast.example';

/** The workshops of the demo county's conference, as its coordination sees them. */
async function open_board(page) {
  await page.goto(`${site.url}/staff/meetings`);
  await page.click('a:has-text("Netzwerkkonferenz")');
  const meeting = page.url();
  await page.click('a[href^="/staff/workshops/"]');
  return meeting;
}

test('a guest picks workshops in Persian without scripts, the coordination assigns and announces', async () => {
  const runs = await sign_in(site, 'koordination@demo.example');
  const meeting = await open_board(runs.page);
  await runs.page.goto(`${meeting}/invitations`);
  await runs.page.fill('#f-guests', `Farid Rahimi <${guest}>`);
  await runs.page.selectOption('#f-language', 'fa');
  await runs.page.click('main form.m-form button[type=submit]');

  const link = new URL(await mailed_link(site, guest, /http\S+\/fa\/meetings\/answers\/[\w.-]+/)).pathname;
  const context = await site.browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(site.url + link);
  await page.check('input[value=accepted]');
  await page.click('main form.m-form button[type=submit]');
  await page.click(`a[href="${link}/workshops"]`);
  assert.equal(await page.getAttribute('html', 'dir'), 'rtl');
  assert.equal(await page.locator('main form.m-form select').count(), 3);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth).catch(() => 360);
  assert.ok(wide <= 360, `${wide} pixels wide`);
  const wishes = page.locator('main form.m-form select');
  await wishes.nth(0).selectOption({ label: 'Ehrenamt auf dem Land' });
  await wishes.nth(1).selectOption({ label: 'Migration und Wohnen' });
  await page.click('main form.m-form button[type=submit]');
  assert.ok(page.url().endsWith('?done=1'));
  assert.ok(await page.locator('[role=status]').count());

  await open_board(runs.page);
  assert.match(await runs.page.textContent('tr:has-text("Farid Rahimi")'), /1\. Ehrenamt auf dem Land/);
  await runs.page.click('a[href$="/assignment"]');
  assert.match(await runs.page.textContent('tr:has-text("Farid Rahimi")'), /Erstwunsch|Zweitwunsch/);
  await runs.page.click('main form.m-form button[type=submit]');
  await runs.page.click('form[action$="/announcement"] button');
  assert.equal(await runs.page.locator('form[action$="/announcement"]').count(), 0);

  // What was told stands behind the same link, and nothing can be chosen any more.
  await page.goto(`${site.url}${link}/workshops`);
  assert.equal(await page.locator('main form.m-form').count(), 0);
  assert.match(await page.textContent('main ul'), /Ehrenamt auf dem Land|Migration und Wohnen/);
  await context.close();
  await runs.context.close();
});

test('what came out of a workshop becomes a task of its body, with the words already there', async () => {
  const { context, page } = await sign_in(site, 'koordination@demo.example');
  await open_board(page);
  await page.click('tr:has-text("Migration und Wohnen") a[href$="/result"]');
  await page.fill('#f-result', 'Es fehlen Bürgschaften und große Wohnungen.');
  await page.fill('#f-next_step', 'Vorlage für Bürgschaften schreiben');
  await page.click('main form.m-form button[type=submit]');
  assert.match(await page.textContent('main'), /Es fehlen Bürgschaften/);
  await page.click('form[action^="/staff/tasks/new"] button');
  assert.equal(await page.inputValue('#f-what'), 'Vorlage für Bürgschaften schreiben');
  await page.click('main form.m-form button[type=submit]');
  await page.click('main a[href^="/staff/meetings/"]');
  // The meeting leads to both.
  const text = await page.textContent('main');
  assert.match(text, /Vorlage für Bürgschaften schreiben/);
  assert.match(text, /Migration und Wohnen/);
  await context.close();
});
