// The running program's feeds, read by outside programs: feeds.py says what they must agree on.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { password, serve_demo } from '../../browser/site.mjs';

let site;
before(async () => { site = await serve_demo(); });
after(() => site?.stop());

const text_at = async (path) => (await fetch(site.url + path)).text();
async function found_at(path, pattern) {
  const match = (await text_at(path)).match(pattern);
  assert.ok(match, `nothing like ${pattern} on ${path}`);
  return match[1];
}

/** A person with a session and no browser: keeps cookies, sends forms with their hidden fields. */
function person() {
  const jar = new Map();
  const ask = async (path, options = {}) => {
    const headers = { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '), origin: site.url, ...options.headers };
    const answer = await fetch(site.url + path, { ...options, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0].split(/=(.*)/s);
      jar.set(name, value);
    }
    return answer;
  };
  const send = async (page, action, values = {}) => {
    const html = await (await ask(page)).text();
    const form = html.split('<form').find((one) => one.includes(`action="${action}"`));
    assert.ok(form, `no form for ${action} on ${page}`);
    const hidden = [...form.split('</form>')[0].matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const body = new URLSearchParams({ ...Object.fromEntries(hidden.map(([, name, value]) => [name, value])), ...values });
    return ask(action, { method: 'POST', body });
  };
  return { ask, send };
}

async function personal_feed() {
  const { send } = person();
  const signed_in = await send('/staff/sign-in', '/staff/sign-in', { mail: 'gremium@demo.example', password });
  assert.equal(signed_in.status, 303, await signed_in.text());
  const page = await (await send('/staff/calendar', '/staff/calendar')).text();
  const address = page.match(/\/calendar\/own\/[\w-]+\.ics/);
  assert.ok(address, 'no address of one’s own calendar');
  return address[0];
}

test('icalendar, ical.js, vdirsyncer and khal agree on every feed of the running program', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mila-feeds-'));
  const programme = await found_at('/de/calendar', /href="\/de\/calendar\/programmes\/([0-9a-f-]{36})"/);
  const meeting = await found_at('/de/calendar', /href="\/de\/calendar\/([0-9a-f-]{36})"/);
  const body = await found_at(`/de/calendar/${meeting}`, /calendar\?body=([0-9a-f-]{36})/);
  const cafe = await found_at('/de/calendar', /href="\/de\/calendar\/([0-9a-f-]{36})\?on=[\d-]+"><bdi[^>]*>Sprachcafé</);
  const paths = { public: '/calendar.ics', body: `/calendar/${body}.ics`, place: '/calendar/weidenrode.ics',
    programme: `/calendar/${programme}.ics`, filter: '/calendar.ics?q=deutsch&place=weidenrode', one: `/calendar/dates/${cafe}.ics`,
    personal: await personal_feed() };
  const addresses = {};
  for (const [name, path] of Object.entries(paths)) {
    const answer = await fetch(site.url + path);
    assert.equal(answer.status, 200, path);
    assert.match(answer.headers.get('content-type'), /^text\/calendar; charset=utf-8/);
    writeFileSync(join(folder, `${name}.ics`), Buffer.from(await answer.arrayBuffer()));
    addresses[name] = site.url + path;
  }
  writeFileSync(join(folder, 'addresses.json'), JSON.stringify(addresses));
  const judge = join(dirname(fileURLToPath(import.meta.url)), 'feeds.py');
  const done = spawnSync('/usr/bin/python3', [judge, folder, process.execPath],
    { encoding: 'utf8', env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } });
  assert.equal(done.status, 0, done.stdout + done.stderr);
  rmSync(folder, { recursive: true, force: true });
});
