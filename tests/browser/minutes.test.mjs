// Minutes as people write them: on a phone with a bad network while others speak, and without scripts.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { mailed_link, open_site, sign_in } from './site.mjs';

let site, held;
before(async () => {
  site = await open_site();
  // A meeting of the demo county that was held and has a draft only.
  const { context, page } = await sign_in(site, 'gremium@demo.example');
  await page.goto(`${site.url}/staff/minutes?q=Testmann`);
  held = new URL(await page.getAttribute('main table tbody a', 'href'), site.url).pathname;
  await context.close();
});
after(() => site?.close());

const phone = { viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' };
const area = (page, n = 0) => page.locator('form[data-minutes-part] textarea').nth(n);
const state = (page, n = 0) => page.locator('form[data-minutes-part] [data-state]').nth(n);
/** By the keyboard: the page still moves where it was asked to go (anchor, ready-made words). */
const press = (button) => button.press('Enter');
/** The script has saved: whatever stood there before, this is a new answer. */
const saved = (page) => page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().includes('/parts/') && answer.status() === 200);
const says = (locator, text) => locator.filter({ hasText: text }).waitFor({ timeout: 15000 });

test('without scripts the buttons save, and what should not stand there is pointed out', async () => {
  const { context, page } = await sign_in(site, 'gremium@demo.example', { ...phone, javaScriptEnabled: false });
  await page.goto(`${site.url}${held}/writing`);
  await page.locator('form[data-minutes-part] select').first().selectOption({ label: 'Einvernehmlich.' });
  await press(page.locator('form[data-minutes-part] button[value=insert]').first());
  assert.match(await area(page).inputValue(), /Landratsamt\.\nEinvernehmlich\. $/);
  await press(page.getByRole('button', { name: 'Fertig geschrieben: prüfen' }));
  await press(page.locator('li', { hasText: 'Familie Testmann' }).getByRole('link', { name: 'Ändern' }));
  await area(page, 1).fill('Eine Familie sucht weiter.');
  await press(page.locator('form[data-minutes-part] button[value=save]').nth(1));
  await page.goto(`${site.url}${held}/check`);
  assert.equal(await page.locator('text=Familie Testmann').count(), 0);
  await press(page.getByRole('button', { name: 'Weiterschreiben' }));
  assert.equal(new URL(page.url()).pathname, `${held}/writing`);
  await context.close();
});

test('minutes are taken on a phone; nothing is lost without a network or a session; they go round', async () => {
  let { context, page } = await sign_in(site, 'gremium@demo.example', phone);
  await page.goto(`${site.url}${held}/writing`);
  // No button: the text saves itself.
  let answer = saved(page);
  await area(page).fill('Die Gemeinde berichtet: Der zweite Raum ist gefunden.');
  await answer;
  await says(state(page), /Gespeichert um \d/);
  await page.reload();
  assert.match(await area(page).inputValue(), /zweite Raum/);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360), 'wider than the phone');

  // A ready-made word goes where the cursor is.
  await area(page).focus();
  await page.keyboard.press('Control+End');
  answer = saved(page);
  await press(page.locator('form[data-minutes-part] button', { hasText: 'Einvernehmlich' }).first());
  assert.match(await area(page).inputValue(), /gefunden\.\nEinvernehmlich\. $/);
  await answer;

  // Without a network the text stays here, survives closing the page, and goes when there is one again.
  await context.setOffline(true);
  await area(page).fill('Im Funkloch geschrieben.');
  await says(state(page), /Kein Netz/);
  await page.close();
  await context.setOffline(false);
  page = await context.newPage();
  await page.goto(`${site.url}${held}/writing`);
  await page.locator('blockquote', { hasText: 'Im Funkloch' }).waitFor();
  answer = saved(page);
  await press(page.getByRole('button', { name: 'Einsetzen' }));
  await answer;

  // The session ends while somebody writes: the text is offered again after signing in.
  const cookies = await context.cookies();
  await context.clearCookies();
  await area(page).fill('Nach dem Abmelden geschrieben.');
  await says(state(page), /nicht mehr angemeldet/);
  await context.addCookies(cookies);
  await page.reload();
  assert.match(await area(page).inputValue(), /Funkloch/);
  answer = saved(page);
  await press(page.getByRole('button', { name: 'Einsetzen' }));
  await answer;

  // What is pasted from Word becomes plain marks.
  await area(page).fill('');
  answer = saved(page);
  await page.evaluate(() => {
    const field = document.querySelector('form[data-minutes-part] textarea');
    field.focus();
    const data = new DataTransfer();
    data.setData('text/html', '<p>Vereinbart:</p><ul><li><b>Raum</b> mieten</li><li>Schlüssel</li></ul><script>alert(1)</scr' + 'ipt>');
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  assert.equal(await area(page).inputValue(), 'Vereinbart:\n\n- **Raum** mieten\n- Schlüssel');
  await answer;

  // An agreement is noted on the same page.
  await page.fill('#f-agreement', 'Die Gemeinde mietet den zweiten Raum.');
  await press(page.getByRole('button', { name: 'Vereinbarung festhalten' }));
  await page.locator('#h-noted ~ ul a', { hasText: 'zweiten Raum' }).waitFor();

  await press(page.getByRole('button', { name: 'Fertig geschrieben: prüfen' }));
  await page.fill('#f-until', new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10));
  await press(page.getByRole('button', { name: 'Protokoll verschicken' }));
  await page.locator('main', { hasText: 'Verschickt' }).waitFor();
  assert.equal(new URL(page.url()).pathname, held);
  await context.close();

  // Somebody who was invited reads and objects: no account, no scripts.
  const link = await mailed_link(site, '@', /http\S+\/[a-z-]+\/minutes\/read\/[\w.-]+/);
  const guest = await site.browser.newContext({ ...phone, javaScriptEnabled: false });
  const mine = await guest.newPage();
  await mine.goto(site.url + new URL(link).pathname);
  await mine.fill('#f-text', 'Der Raum ist nur bis Mai frei.');
  await mine.click('main form.m-form button[type=submit]');
  assert.ok(mine.url().endsWith('?done=1'));
  await mine.locator('#h-own ~ ul', { hasText: 'nur bis Mai' }).waitFor();
  await guest.close();
});

test('everybody reads what is public of approved minutes, from the calendar and back', async () => {
  const context = await site.browser.newContext({ ...phone, locale: 'uk-UA', javaScriptEnabled: false });
  const page = await context.newPage();
  const office = await sign_in(site, 'gremium@demo.example');
  await office.page.goto(`${site.url}/staff/minutes?q=Interkulturelle+Woche`);
  const path = new URL(await office.page.getAttribute('main table tbody a', 'href'), site.url).pathname;
  await office.context.close();
  await page.goto(`${site.url}/uk/minutes/${path.split('/').pop()}`);
  const text = await page.textContent('main');
  assert.match(text, /23 Veranstaltungen/);
  assert.doesNotMatch(text, /Kautionen|Raum beim nächsten Mal/);
  await page.click('main a[href*="/calendar/"]');
  await page.click('main a[href*="/minutes/"]');
  assert.match(await page.textContent('main'), /23 Veranstaltungen/);
  await context.close();
});

/** What a person does, counted: each click, choice or text. */
function counted(page) {
  const way = { steps: 0 };
  way.press = async (locator) => { way.steps += 1; await press(locator); await page.waitForLoadState(); };
  way.button = (name) => way.press(page.locator('main').getByRole('button', { name, exact: true }).first());
  way.link = (name) => way.press(page.locator('main').getByRole('link', { name }).first());
  way.fill = async (selector, text) => { way.steps += 1; await page.fill(selector, text); };
  return way;
}

/** The last day for objections is over, as if a week had gone by. */
function let_the_days_pass(path) {
  const id = path.split('/').pop();
  const sql = `pragma busy_timeout = 5000; update minutes set objections_until = date('now', '-1 day') where id = '${id}';`;
  const done = spawnSync('sqlite3', [join(site.folder, 'data/mila.db'), sql], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
}

test('minutes are taken, checked, sent round and approved; then nothing changes', async () => {
  const { context, page } = await sign_in(site, 'koordination@demo.example', { javaScriptEnabled: false });
  await page.goto(`${site.url}/staff/minutes?q=Begegnungscaf%C3%A9`);
  const path = new URL(await page.getAttribute('main table tbody a', 'href'), site.url).pathname;
  const way = counted(page);
  await way.press(page.locator('main table tbody a').first());
  await way.link('Schreiben');
  await way.fill('form[data-minutes-part] textarea >> nth=0', 'Das Begegnungscafé ist donnerstags voll. Frau Krüger sucht einen Raum.');
  await way.press(page.locator('form[data-minutes-part] button[value=save]').first());
  await way.button('Fertig geschrieben: prüfen');
  // What should not stand there is changed.
  const hint = page.locator('main li', { hasText: 'Frau Krüger' });
  await way.press(hint.getByRole('link', { name: 'Ändern' }));
  await way.fill('form[data-minutes-part] textarea >> nth=0', 'Das Begegnungscafé ist donnerstags voll. Die Gemeinde sucht einen Raum.');
  await way.press(page.locator('form[data-minutes-part] button[value=save]').first());
  await way.link('Zurück zur Prüfung');
  assert.equal(await page.locator('main li', { hasText: 'Frau Krüger' }).count(), 0);
  await way.fill('#f-until', new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10));
  await way.button('Protokoll verschicken');
  assert.equal(new URL(page.url()).pathname, path);
  // Before the day is over nobody approves.
  assert.equal(await page.getByRole('button', { name: /^Genehmigen/ }).count(), 0);
  let_the_days_pass(path);
  await page.reload();
  await way.press(page.getByRole('button', { name: /^Genehmigen/ }));
  const text = await page.textContent('main');
  assert.match(text, /SHA-256\):\s*[0-9a-f]{64}/);
  assert.equal(way.steps, 12);
  // Read-only from now on.
  assert.equal(await page.locator('main').getByRole('link', { name: 'Schreiben', exact: true }).count(), 0);
  assert.equal((await page.goto(`${site.url}${path}/writing`)).status(), 403);
  await context.close();
});

test('what twelve municipalities said stands side by side, on the page and in a Word file', async () => {
  const { context, page } = await sign_in(site, 'koordination@demo.example', { javaScriptEnabled: false });
  // A round in all places; each has held its meeting and written a sentence.
  await page.goto(`${site.url}/staff/rounds/new`);
  if (await page.locator('select#f-body').count() > 0) await page.selectOption('#f-body', { label: 'Koordinierungsstab für Migration und Teilhabe' });
  await page.fill('#f-title', 'Winterrunde');
  await page.fill('#f-items', 'Was läuft gut?\nWas fehlt?');
  // Areas stand below the municipalities.
  for (const box of (await page.locator('input[name=places]').all()).slice(0, 12)) await box.check();
  const places = 12;
  await press(page.locator('main form.m-form button[type=submit]').last());
  const round = new URL(page.url()).pathname;
  const dates = await page.locator('main table a[href$="/date"]').evaluateAll((links) => links.map((link) => link.href));
  assert.equal(dates.length, places);
  for (const [n, date] of dates.entries()) {
    await page.goto(date);
    await page.fill('#f-day', new Date(Date.now() + 86_400_000).toISOString().slice(0, 10));
    await page.fill('#f-place', 'Rathaus');
    await press(page.locator('main form.m-form button[type=submit]').last());
    const meeting = new URL(page.url()).pathname.split('/').pop();
    await page.goto(`${site.url}/staff/minutes/${meeting}/writing`);
    await area(page).fill(`Ort ${n + 1}: Das Sprachcafé ist voll.`);
    await press(page.locator('form[data-minutes-part] button[value=save]').first());
  }
  // The way of whoever puts it together.
  const way = counted(page);
  await page.goto(`${site.url}/staff/rounds`);
  await way.link('Winterrunde');
  assert.equal(new URL(page.url()).pathname, round);
  await way.link('Protokolle zusammengestellt');
  const places_there = await page.locator('main section h3').allTextContents();
  assert.equal(places_there.length, places, 'one text of each place');
  assert.deepEqual(places_there, [...places_there].sort(new Intl.Collator('de').compare), 'by name, without a ranking');
  assert.deepEqual(await page.locator('main section h2').allTextContents(), ['Was läuft gut?']);
  const text = await page.textContent('main');
  for (let n = 1; n <= places; ++n) assert.ok(text.includes(`Ort ${n}: `), `place ${n}`);
  const [download] = await Promise.all([page.waitForEvent('download'), way.link('Als Word-Datei')]);
  const said = spawnSync('/usr/bin/python3', ['-c', 'import docx, sys; print("\\n".join(p.text for p in docx.Document(sys.argv[1]).paragraphs))',
    await download.path()], { encoding: 'utf8' });
  for (const place of places_there) assert.ok(said.stdout.includes(place), `${place} in the file ${said.stderr}`);
  for (let n = 1; n <= places; ++n) assert.ok(said.stdout.includes(`Ort ${n}: `), `place ${n} in the file`);
  assert.equal(way.steps, 3);
  await context.close();
});
