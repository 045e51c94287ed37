// sqlmap and wapiti against the running program, as every role of the demo county: they find what they
// find in a page made with holes, and nothing here. Bounded: each role gets its share of the minutes
// (MILA_ATTACK_MINUTES, 12 of them by default; an hour looks deeper); what an address of the same pattern and fields shows was
// looked at once. Nothing leaves this machine; the county is thrown away.
//
//   node --test tests/peers/attack.test.mjs      (needs the Debian packages sqlmap and wapiti)
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const program = process.env.MILA_PROGRAM ?? join(root, 'build/app/mila');
const seconds = 60 * Number(process.env.MILA_ATTACK_MINUTES ?? 12);
const folder = mkdtempSync(join(tmpdir(), 'mila-attack-'));
const accounts = readFileSync(join(root, 'data/demo/accounts.csv'), 'utf8').trim().split('\n').slice(1)
  .map((line) => line.split(';')).filter(([mail]) => mail !== 'english@demo.example' && mail !== 'vertretung@demo.example')
  .map(([mail, , , role]) => ({ mail, role }));
const present = ['sqlmap', 'wapiti'].every((name) => spawnSync('which', [name]).status === 0);
const children = [];
let url;
/** wapiti would fetch lists of other people's software; a proxy that is not there keeps it here. */
const offline = { ...process.env, HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1', PYTHONUNBUFFERED: '1' };
/** Answers that say that the program failed: findings, whoever asked. */
const failures = [];

/** What ends the attacker's own access, or the server's demo; each is a button with a page of its own test. */
const spared = /sign-out|\/disabled|\/erasure|\/password|second-factor|\/sessions|\/setup|\/links|\/rights|\/deputy|\/leaving|\/removal/;

function start(command, args, options = {}) {
  const child = spawn(command, args, { cwd: folder, ...options });
  children.push(child);
  return new Promise((found, failed) => {
    let said = '';
    child.stdout.on('data', (data) => {
      said += data;
      const match = said.match(/http:\/\/[\d.]+:\d+|^\d+\s/);
      if (match) found(match[0].trim());
    });
    child.stderr.resume();
    child.once('exit', (code) => failed(new Error(`${command} ended with ${code}: ${said}`)));
  });
}

/**
 * Stands between the attackers and the program: keeps them from what is spared (Debian's wapiti cannot
 * leave out addresses itself), and sees each answer.
 */
async function gate(behind) {
  const server = createServer((asked, answer) => {
    if (asked.method === 'POST' && spared.test(asked.url)) return answer.writeHead(403).end();
    const sent = request(new URL(asked.url, behind), { method: asked.method, headers: asked.headers }, (got) => {
      if (got.statusCode >= 500 && got.statusCode !== 503) failures.push(`${got.statusCode}: ${asked.method} ${asked.url}`);
      answer.writeHead(got.statusCode, got.headers);
      got.pipe(answer);
    });
    sent.on('error', () => answer.destroy());
    return asked.pipe(sent);
  });
  server.unref();
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  return `http://127.0.0.1:${server.address().port}`;
}

function ask(method, path, { cookie = '', body = '' } = {}) {
  return new Promise((done, failed) => {
    const target = new URL(path, url);
    const headers = { cookie, origin: url };
    if (body) headers['content-type'] = 'application/x-www-form-urlencoded';
    const sent = request(target, { method, headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }));
    });
    sent.on('error', failed);
    sent.end(body);
  });
}

/** RFC 6238 for the demo's secret. */
function code_now() {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...'MILADEMOMILADEMOMILADEMOMILADEMO'].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const mac = createHmac('sha1', key).update(step).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1e6).padStart(6, '0');
}

const cookie_of = (answer) => (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).find((pair) => pair.startsWith('mila=')) ?? '';

async function sign_in(mail) {
  const password = 'auental zum ausprobieren';
  let answer = await ask('POST', '/staff/sign-in', { body: new URLSearchParams({ mail, password, next: '' }).toString() });
  const step = answer.text.match(/name="step"[^>]*value="([^"]+)"/)?.[1];
  if (step) answer = await ask('POST', '/staff/sign-in/code', { body: new URLSearchParams({ code: code_now(), step, next: '' }).toString() });
  assert.equal(answer.status, 303, `${mail} does not come in: ${answer.status}`);
  return cookie_of(answer);
}

const decoded = (text) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
const attribute = (tag, name) => decoded(tag.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1] ?? '');
/** Addresses that differ only in ids and values are one. */
const shape = (target) => `${target.pathname.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{8}(?=\/|$)/g, '*')}?${[...target.searchParams.keys()].sort().join('&')}`;

/** Walks from `first`, `most` pages at most; returns one example of each address with fields and of each form. */
async function walk(first, cookie, most) {
  const seen = new Set();
  const found = new Map();
  const waiting = [new URL(first, url)];
  const note = (kind, target, fields) => {
    const key = `${kind} ${shape(target)} ${fields.map(([name]) => name).sort().join('&')}`;
    if (!found.has(key)) found.set(key, { kind, target: new URL(target), fields });
  };
  for (let pages = 0; waiting.length > 0 && pages < most;) {
    const at = waiting.shift();
    if (seen.has(shape(at)) || at.origin !== url || spared.test(at.pathname)) continue;
    seen.add(shape(at));
    ++pages;
    const answer = await ask('GET', at.pathname + at.search, { cookie });
    if (!(answer.headers['content-type'] ?? '').startsWith('text/html')) continue;
    if (at.searchParams.size ?? [...at.searchParams].length) note('GET', at, [...at.searchParams]);
    for (const [tag] of answer.text.matchAll(/<a\s[^>]*>/g)) {
      const href = attribute(tag, 'href');
      if (href && !href.startsWith('#') && !/^(tel|mailto|geo):/.test(href)) waiting.push(new URL(href.split('#')[0], at));
    }
    for (const [form] of answer.text.matchAll(/<form\s[\s\S]*?<\/form>/g)) {
      const head = form.match(/<form\s[^>]*>/)[0];
      const target = new URL(attribute(head, 'action') || at.pathname, at);
      const kind = attribute(head, 'method').toLowerCase() === 'post' ? 'POST' : 'GET';
      if (target.origin !== url || spared.test(target.pathname) || head.includes('multipart')) continue;
      const fields = new Map();
      for (const [tag] of form.matchAll(/<(?:input|select|textarea)\s[^>]*>/g)) {
        const name = attribute(tag, 'name');
        const type = attribute(tag, 'type');
        if (name && type !== 'submit' && type !== 'file' && !fields.has(name)) fields.set(name, attribute(tag, 'value') || 'Auental');
      }
      if (fields.size > 0) note(kind, target, [...fields]);
    }
  }
  return [...found.values()];
}

function run(command, args, most) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: folder, env: offline });
    children.push(child);
    let said = '';
    child.stdout.on('data', (data) => { said += data; });
    child.stderr.on('data', (data) => { said += data; });
    const clock = setTimeout(() => child.kill('SIGKILL'), most * 1000);
    child.on('close', () => { clearTimeout(clock); done(said); });
  });
}

/** The lines in which sqlmap says that something can be injected into. */
async function sqlmap({ kind, target, fields }, cookie, most) {
  const fixed = new Set(['csrf', 'token', 'step', 'version']);
  const tried = fields.map(([name]) => name).filter((name) => !fixed.has(name));
  if (tried.length === 0) return [];
  const data = new URLSearchParams(fields).toString();
  const args = ['--batch', '--disable-coloring', '--flush-session', '--output-dir', join(folder, 'sqlmap'), '--technique', 'BEU',
    '--level', '1', '--risk', '1', '--threads', '2', '--timeout', '10', '--retries', '0', '--skip-waf', '--ignore-redirects',
    '--header', `Origin: ${target.origin}`, '-p', tried.join(','), '--cookie', cookie || 'none=1'];
  if (kind === 'POST') args.push('-u', target.href, '--data', data, '--method', 'POST');
  else args.push('-u', `${target.origin}${target.pathname}?${data}`);
  const said = await run('sqlmap', args, most);
  return said.split('\n').filter((line) => /is vulnerable|injection point\(s\)|^Parameter: /.test(line)).map((line) => `${kind} ${target.pathname}: ${line}`);
}

/** What wapiti reports, beside what the tests of the headers look at themselves. */
async function wapiti(first, cookie, most) {
  const report = join(folder, 'wapiti.json');
  rmSync(report, { force: true });
  const args = ['-u', first, '--scope', 'domain', '-m', 'sql,xss,permanentxss,file,exec,crlf,redirect,backup', '-f', 'json', '-o', report,
    '--flush-session', '--store-session', join(folder, 'wapiti'), '--no-bugreport', '-v', '0', '-d', '3', '-t', '10',
    '--max-links-per-page', '40', '--max-files-per-dir', '20', '--max-parameters', '25',
    '--max-scan-time', String(Math.ceil(most / 4)), '--max-attack-time', String(Math.ceil(most / 16))];
  if (cookie) args.push('-H', `Cookie: ${cookie}`, '-H', `Origin: ${new URL(first).origin}`);
  const said = await run('wapiti', args, 2 * most);
  if (!existsSync(report)) return [`no report of ${first}: ${said.slice(-300)}`];
  const { vulnerabilities, anomalies } = JSON.parse(readFileSync(report, 'utf8'));
  return [...Object.entries(vulnerabilities), ...Object.entries(anomalies)]
    .flatMap(([kind, all]) => all.map((one) => `${kind}: ${one.method} ${one.path} ${one.parameter ?? ''} ${one.info}`));
}

before(async () => {
  if (!present) return;
  writeFileSync(join(folder, 'mila.toml'), '[server]\naddress = "127.0.0.1"\nport = 0\n[counties.auental]\nhosts = ["*"]\n'
    + 'data_folder = "data"\nname = "Landkreis Auental"\noffice_phone = "069 90009-440"\n');
  const demo = spawnSync(program, ['demo'], { cwd: folder, encoding: 'utf8' });
  assert.equal(demo.status, 0, demo.stderr);
  url = await gate(await start(program, ['serve']));
});

after(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const options = { skip: present ? false : 'sqlmap and wapiti are not installed' };

test('the attackers find what is there to be found', options, async () => {
  const port = await start('/usr/bin/python3', [join(root, 'tests/peers/attack_control.py')]);
  const holes = `http://127.0.0.1:${port}`;
  const injected = await sqlmap({ kind: 'GET', target: new URL(`${holes}/list`), fields: [['q', 'Deutsch']] }, '', 60);
  assert.notEqual(injected.length, 0, 'sqlmap looks past an open statement');
  const reported = (await wapiti(`${holes}/`, '', 60)).join('\n');
  assert.match(reported, /Cross Site Scripting/);
  assert.match(reported, /SQL Injection/);
});

/** Addresses and forms that another role has tried stand last: the same code answers there. */
const tried_before = new Set();
const name_of = ({ kind, target, fields }) => `${kind} ${shape(target)} ${fields.map(([name]) => name).join('&')}`;
const roles = [{ mail: '', role: 'nobody' }, ...accounts];
const share = (seconds - 60) / roles.length;
for (const { mail, role } of roles) {
  test(`as ${role}`, options, async (t) => {
    const began = Date.now();
    const left = () => share - (Date.now() - began) / 1000;
    const cookie = mail ? await sign_in(mail) : '';
    const first = mail ? '/staff' : '/de';
    const targets = (await walk(first, cookie, 60)).sort((a, b) => tried_before.has(name_of(a)) - tried_before.has(name_of(b)));
    assert.notEqual(targets.length, 0, 'nothing to attack was found');
    const findings = await wapiti(url + first, cookie, Math.max(15, share * 0.3));
    let tried = 0;
    for (const target of targets) {
      if (left() < 4) break;
      findings.push(...await sqlmap(target, cookie, left()));
      tried_before.add(name_of(target));
      ++tried;
    }
    t.diagnostic(`${tried} of ${targets.length} addresses and forms by sqlmap, wapiti beside`);
    assert.deepEqual([...findings, ...failures.splice(0)], []);
    if (mail) assert.equal((await ask('GET', '/staff', { cookie })).status, 200, 'the attackers were signed in to the end');
  });
}
