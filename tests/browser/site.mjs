// A MiLa of its own for each test file: the built program on a free port with the demo county in a
// temporary folder, and a browser that counts every complaint.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const program = process.env.MILA_PROGRAM ?? join(root, 'build/app/mila');
const chromium_path = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Starts the program with the demo county; `stop()` ends it. */
export async function serve_demo() {
  const folder = mkdtempSync(join(tmpdir(), 'mila-browser-'));
  writeFileSync(join(folder, 'mila.toml'), `[server]
address = "127.0.0.1"
port = 0
[counties.auental]
hosts = ["*"]
data_folder = "data"
name = "Landkreis Auental"
land = "TH"
office_name = "Migrationsfachdienst Landkreis Auental"
office_phone = "069 90009-440"
office_mail = "integration@landkreis-auental.example"
`);
  const demo = spawnSync(program, ['demo'], { cwd: folder, encoding: 'utf8' });
  assert.equal(demo.status, 0, demo.stderr);
  const server = spawn(program, ['serve'], { cwd: folder });
  const ended = new Promise((done) => server.once('exit', done));
  const url = await new Promise((found, failed) => {
    let said = '';
    server.stdout.on('data', (data) => {
      said += data;
      const match = said.match(/http:\/\/[\d.]+:\d+/);
      if (match) found(match[0]);
    });
    server.stderr.resume();
    server.once('exit', () => failed(new Error('mila serve ended')));
  });
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, folder, program, stop };
}

/** How long anything may take that people would not notice on a quiet machine. */
const patience = 30_000;

/**
 * After a click, a tap or a key the browser has at most begun to read the next page: whoever counts its lines
 * then counts too few on a busy machine. From here on each of them ends when the page is whole.
 */
async function wait_for_whole_pages(browser) {
  const page = await browser.newPage();
  const frames = Object.getPrototypeOf(page.mainFrame());  // pages and locators act through their frame
  await page.close();
  if (frames.waits_for_whole_pages) return;
  frames.waits_for_whole_pages = true;
  for (const act of ['click', 'tap', 'press']) {
    const alone = frames[act];
    frames[act] = async function act_and_wait(...args) {
      await alone.apply(this, args);
      await this.waitForLoadState();
    };
  }
}

/** A browser in which pages do not glide: what still moves is gone between pressing and letting go of the mouse. */
export async function open_browser() {
  const browser = await chromium.launch({ executablePath: chromium_path,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
  await wait_for_whole_pages(browser);
  const open_context = browser.newContext.bind(browser);
  browser.newContext = (options) => open_context({ reducedMotion: 'reduce', ...options });
  return browser;
}

/** Starts program and browser; `close()` ends both. */
export async function open_site() {
  const served = await serve_demo();
  const browser = await open_browser();
  const site = { ...served, browser };
  site.close = async () => {
    await browser.close();
    await served.stop();
  };
  await find_keys(site);
  return site;
}

/** Addresses of records the tests look at: an ordinary offer, a tour, one about violence. */
async function find_keys(site) {
  const list = async (path, pattern) => {
    const html = await (await fetch(site.url + path)).text();
    const match = html.match(pattern);
    assert.ok(match, `nothing like ${pattern} on ${path}`);
    return match[1];
  };
  site.offer = await list('/de/search?q=Hilfe+bei+der+Wohnungssuche',
    /href="\/de(\/offers\/hilfe-bei-der-wohnungssuche-[0-9a-f]{8})/);
  site.tour = await list('/de', /id="h-bus"[^]*?class="m-more" href="\/de(\/offers\/[^"?]+)/);
  site.violence = await list('/de/search?topic=violence-protection', /<h2><a href="\/de(\/offers\/[^"?]+)/);
  site.organisation = await list('/de/organisations', /href="\/de(\/organisations\/[^"?]+)"/);
}

/** Of all demo logins. */
export const password = 'auental zum ausprobieren';

/** The demo's code of now. */
function code_now(site) {
  const said = spawnSync(site.program, ['logins'], { cwd: site.folder, encoding: 'utf8' }).stdout;
  return said.match(/Code now: (\d+)/)[1];
}

/** A browser window in which `mail` has signed in. */
export async function sign_in(site, mail, options = {}) {
  const context = await site.browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'de-DE', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  await page.goto(`${site.url}/staff/sign-in`);
  await page.fill('#f-mail', mail);
  await page.fill('#f-password', password);
  await page.click('form[action="/staff/sign-in"] button[type=submit]');
  for (let tries = 0; tries < 3 && await page.$('#f-code'); ++tries) {
    // A code is good once: whoever signs in again so soon waits for the next.
    if (tries > 0) await new Promise((done) => setTimeout(done, 30_100 - (Date.now() % 30_000)));
    await page.fill('#f-code', code_now(site));
    await page.click('main form.m-form button[type=submit]');
  }
  assert.equal(new URL(page.url()).pathname, '/staff', await page.textContent('main'));
  return { context, page };
}

/** Text of a mail as its parts say it, whatever they are encoded in. */
function text_of_mail(raw) {
  const readable = raw.replace(/=\r?\n/g, '').replace(/=3D/g, '=');
  const encoded = [...raw.matchAll(/encoding: base64\r?\n(?:[\w-]+:.*\r?\n)*\r?\n([A-Za-z0-9+/=\r\n]+)/gi)];
  return readable + encoded.map(([, part]) => Buffer.from(part, 'base64').toString()).join('\n');
}

/** The link in the mail that comes to `address`. */
export async function mailed_link(site, address, pattern) {
  const folder = join(site.folder, 'data/mail/new');
  for (const until = Date.now() + 2 * patience; Date.now() < until;) {
    await new Promise((done) => setTimeout(done, 200));
    try {
      for (const name of readdirSync(folder)) {
        const text = text_of_mail(readFileSync(join(folder, name), 'utf8'));
        const link = text.includes(address) && text.match(pattern)?.[0];
        if (link) return link;
      }
    } catch { /* no mail yet */ }
  }
  return assert.fail(`no mail came to ${address}`);
}

/** Every kind of page, below /{lang}. */
export function pages(site) {
  return {
    home: '', home_with_place: '?place=weidenrode', results: '/search?q=Wohnung&place=weidenrode',
    results_filtered: '/search?topic=housing&speaks=uk&free=1', nothing_found: '/search?q=xyzzyx&exact=1',
    unknown_place: '/search?q=Arzt&place=Atlantis', map: '/map?topic=housing', topics: '/topics',
    responsible: '/responsible?place=weidenrode&topic=return-advice', offer: site.offer, tour: site.tour,
    violence: site.violence, card: `${site.offer}/card`, reported: `${site.offer}?reported=1`,
    organisations: '/organisations', organisation: site.organisation, imprint: '/imprint',
    privacy: '/privacy', accessibility: '/accessibility', not_found: '/nowhere',
  };
}

/**
 * A page of a visitor with an old phone's screen unless `options` say otherwise. `complaints`
 * collects console errors, requests to other hosts, failed requests, cookies.
 */
export async function visitor(site, options = {}) {
  const context = await site.browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'de-DE', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const complaints = [];
  page.on('console', (message) => {
    // Chromium reports every 404 and 422 as an error of the console; those are pages of ours.
    if (message.type() === 'error' && !/status of (404|405|422)/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(site.url) && !request.url().startsWith('data:'))
      complaints.push(`asks another host: ${request.url()}`);
  });
  const go = (path) => page.goto(site.url + path);
  const done = async () => {
    for (const cookie of await context.cookies()) complaints.push(`cookie ${cookie.name}`);
    assert.deepEqual(complaints, []);
    await context.close();
  };
  return { page, context, go, complaints, done };
}

/** Presses Tab until the focus is on a visible element of that kind and text; the keyboard's only way. */
export async function tab_to(page, selector, text = '', limit = 150) {
  for (let i = 0; i < limit; i++) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(([wanted, words]) => {
      const element = document.activeElement;
      if (!element || !element.matches(wanted) || !element.textContent.includes(words)) return null;
      const style = getComputedStyle(element);
      return { seen: style.outlineStyle !== 'none' || style.boxShadow !== 'none' };
    }, [selector, text]);
    if (!found) continue;
    assert.ok(found.seen, `the focus on ${selector} cannot be seen`);
    return;
  }
  assert.fail(`the keyboard does not get to ${selector} ${text}`);
}
