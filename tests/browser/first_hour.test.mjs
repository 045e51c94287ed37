// A coordinator's first hour: from the setup link of a fresh server to a first public offer, in German,
// without a command, in at most forty page views, with three lists as offices have them.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { open_browser } from './site.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const program = process.env.MILA_PROGRAM ?? join(root, 'build/app/mila');
const lists = join(root, 'data/first_hour');
const most_views = 40;

/** A server with an empty data folder; resolves to its setup link. */
function fresh_server(folder) {
  writeFileSync(join(folder, 'mila.toml'), `[server]
port = 0
[counties.county]
hosts = ["*"]
data_folder = "data"
`);
  const server = spawn(program, ['serve'], { cwd: folder });
  const ended = new Promise((done) => server.once('exit', done));
  const link = new Promise((found, failed) => {
    let said = '';
    server.stdout.on('data', (data) => {
      said += data;
      const match = said.match(/http:\/\/\S+\/staff\/setup\/\S+/);
      if (match) found(match[0]);
    });
    server.stderr.resume();
    server.once('exit', () => failed(new Error('mila serve ended')));
  });
  return { link, stop: async () => { server.kill('SIGTERM'); await ended; } };
}

/** The code an authenticator app shows (RFC 6238). */
function code_of(secret) {
  const bits = [...secret.replace(/\s/g, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c)
    .toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const hash = createHmac('sha1', key).update(step).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0');
}

const folder = mkdtempSync(join(tmpdir(), 'mila-first-hour-'));
let server, browser;
before(async () => {
  server = fresh_server(folder);
  browser = await open_browser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a county is set up and has its first public offer within forty page views', { timeout: 240_000 }, async () => {
  const link = await server.link;
  const site = new URL(link).origin;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'de-DE' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  const views = [];
  page.on('response', (response) => {
    const main = response.frame() === page.mainFrame() && response.request().isNavigationRequest();
    if (main && ![301, 302, 303].includes(response.status())) views.push(`${response.status()} ${new URL(response.url()).pathname}`);
  });
  const press = async (name) => {
    const button = page.getByRole('button', { name, exact: false }).first();
    assert.ok(await button.count(), `no button ${name} on ${page.url()}: ${(await page.locator('main').innerText()).slice(0, 600)}`);
    await Promise.all([page.waitForNavigation(), button.press('Enter')]);
    const errors = page.locator('.m-errors li a');
    return (await errors.count()) === 0 ? [] : errors.allTextContents();
  };
  const fill = (name, value) => page.locator(`[name="${name}"]`).fill(value);

  const closed = await context.request.get(`${site}/de`);
  assert.equal(closed.status(), 503, 'the public sees that pages are being set up');

  // The county, step by step.
  await page.goto(link);
  await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: 'Anfangen' }).click()]);
  await fill('name', 'Landkreis Moorbach');
  await page.locator('[name=land]').selectOption('ST');
  await fill('county_key', '15099');
  await fill('office_name', 'Koordinierungsstelle Integration');
  await fill('office_phone', '069 90009-500');
  await fill('office_mail', 'integration@landkreis-moorbach.example');
  await page.locator('[name=public_url]').evaluate((field, url) => { field.value = url; }, site);
  assert.deepEqual(await press('Speichern und weiter'), []);
  await fill('list', readFileSync(join(lists, 'municipalities.txt'), 'utf8'));
  await press('Zeigen, was verstanden wird');
  assert.match(await page.locator('main').innerText(), /Kleinau/);
  assert.doesNotMatch(await page.locator('main').innerText(), /Weitfeld\s+15/, 'other counties are left out');
  assert.deepEqual(await press('Diese Gemeinden übernehmen'), []);
  await fill('accent', '#ffcc00');
  assert.match((await press('Speichern und weiter')).join(), /auf Weiß nicht zu lesen/);
  await fill('accent', '#7a3b00');
  assert.deepEqual(await press('Speichern und weiter'), []);
  assert.match(await page.locator('[name=imprint]').inputValue(), /Landkreis Moorbach/);
  assert.deepEqual(await press('Speichern und weiter'), []);
  assert.deepEqual(await press('Speichern und weiter'), []);  // mail can wait
  await fill('name', 'Ada Beispiel');
  await fill('mail', 'ada@landkreis-moorbach.example');
  await fill('deputy_name', 'Bo Muster');
  await fill('deputy_mail', 'bo@landkreis-moorbach.example');
  assert.deepEqual(await press('Beide Konten anlegen'), []);

  // Her account, with the second step her role needs.
  await press('Ich bin Ada Beispiel');
  await Promise.all([page.waitForNavigation(), page.locator('main form button').first().click()]);
  await page.goto(`${site}/staff/second-factor`);
  const secret = (await page.locator('main').innerText()).match(/\b(?:[A-Z2-7]{4}\s?){8}/)?.[0];
  assert.ok(secret, 'the secret can be typed, too');
  await page.locator('main input[name=code]').fill(code_of(secret));
  await Promise.all([page.waitForNavigation(), page.locator('main form:has([name=code]) button').first().click()]);

  // Three lists.
  const begin = async (kind, give) => {
    await page.goto(`${site}/staff/imports/new?kind=${kind}`);
    await page.locator(`[name=kind][value=${kind}]`).check();
    await give();
    assert.deepEqual((await press('Liste lesen')).filter((text) => /Datei|einfügen/.test(text)), []);
  };
  await begin('organisations', async () => {
    await page.setInputFiles('[name=file]', join(lists, 'organisations.xlsx'));
    await page.waitForFunction(() => document.querySelector('[name=text]').value.length > 100);
  });
  await press('Aufteilen');
  await press('Übernehmen');
  assert.match(await page.locator('main').innerText(), /Freiwilligenkreis Sandheide/);
  await begin('contacts', () => page.setInputFiles('[name=file]', join(lists, 'contacts.csv')));
  await press('Aufteilen');
  await press('Übernehmen');
  assert.match(await page.locator('main').innerText(), /Rückkehrberatung/);
  await begin('offers', () => fill('text', readFileSync(join(lists, 'offers.txt'), 'utf8')));
  // Two offers name no organisation: their cells are filled in.
  await fill('c3_3', 'Grundschule „Am Lindenweg“');
  await fill('c5_3', 'Evangelische Kirchgemeinde Tannenried');
  await press('Diese Zellen speichern');
  await press('Übernehmen');
  assert.equal((await context.request.get(`${site}/de/search?q=Sprachcaf%C3%A9`)).status(), 200);
  assert.ok(!(await (await context.request.get(`${site}/de/search?q=Sprachcaf%C3%A9`)).text()).includes('/de/offers/sprachcafe'),
    'drafts are not found');
  await press('Alles veröffentlichen');

  // Many are invited: addresses as they stand in somebody's mail program and in Excel.
  await page.goto(`${site}/staff/invitations/new`);
  await fill('addresses', 'Name\tMail\nCem Beispiel\tcem@bruecken.example\nKurz, Dora <dora@landkreis-moorbach.example>; ada@landkreis-moorbach.example\nFrau Müller, Zimmer 3');
  await page.locator('[name=role]').selectOption('leadership');
  await fill('words', 'Schön, dass Sie dabei sind.');
  assert.deepEqual(await press('Zeigen, wer was bekommt'), []);
  const plan = await page.locator('main table').innerText();
  assert.match(plan, /Dora Kurz/);
  assert.match(plan, /hat schon ein Konto/);
  assert.match(plan, /ist keine E-Mail-Adresse/);
  assert.deepEqual(await press('Diese Einladungen verschicken'), []);
  assert.match(await page.locator('main').innerText(), /Cem Beispiel/);

  // What is next stands on the start page.
  await page.goto(`${site}/staff`);
  assert.match(await page.locator('main').innerText(), /Einrichten: Mail/);

  // The first public offer, as anybody finds it.
  await page.goto(`${site}/de/search?q=Sprachcaf%C3%A9`);
  await Promise.all([page.waitForNavigation(), page.locator('main a[href*="/offers/sprachcafe"]').first().click()]);
  assert.match(await page.locator('main').innerText(), /Brücken bauen e\. V\./);
  assert.equal(views.at(-1).slice(0, 3), '200');
  console.log(`${views.length} page views`);
  assert.ok(views.length <= most_views, `${views.length} page views:\n${views.join('\n')}`);
  assert.deepEqual(complaints, []);
  await context.close();
});
