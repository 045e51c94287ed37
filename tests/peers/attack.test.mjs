// sqlmap and wapiti against the running program, as every role of the demo county: they find what they
// find in a page made with holes, and nothing here. All roles walk first, the weakest one first: each
// handler that takes something (an address with fields, an id in a path, a form) is attacked by the
// weakest role that reaches it; on SQLite and, where MILA_TEST_POSTGRES names a cluster, on PostgreSQL. First
// every field of every handler is given what breaks a careless statement (an answer of 500 is a finding, too);
// in the time that is left sqlmap tries all it knows, each handler once before any is tried twice. Bounded:
// MILA_ATTACK_MINUTES, 12 of them by default; each test says how much of the whole was reached. Nothing leaves
// this machine; the counties are thrown away.
//
//   node --test tests/peers/attack.test.mjs      (needs the Debian packages sqlmap and wapiti)
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const program = process.env.MILA_PROGRAM ?? join(root, 'build/app/mila');
const seconds = 60 * Number(process.env.MILA_ATTACK_MINUTES ?? 12);
const folder = mkdtempSync(join(tmpdir(), 'mila-attack-'));
const lines_of = (file) => readFileSync(join(root, file), 'utf8').trim().split('\n').slice(1).map((line) => line.split(';'));
const power = new Map(lines_of('data/roles.csv').map(([name, , , , permissions]) => [name, permissions.split(' ').length]));
/** The weakest role first. */
const accounts = lines_of('data/demo/accounts.csv')
  .filter(([mail]) => mail !== 'english@demo.example' && mail !== 'vertretung@demo.example')
  .map(([mail, , , role]) => ({ mail, role })).sort((a, b) => power.get(a.role) - power.get(b.role));
const roles = [{ mail: '', role: 'nobody' }, ...accounts];
const postgres = process.env.MILA_TEST_POSTGRES;
const present = ['sqlmap', 'wapiti'].every((name) => spawnSync('which', [name]).status === 0);
const children = [];
/** wapiti would fetch lists of other people's software; a proxy that is not there keeps it here. */
const offline = { ...process.env, HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1', PYTHONUNBUFFERED: '1', TMPDIR: folder };
/** Answers that say that the program failed: findings, whoever asked. */
const failures = [];
/** Method and pattern of all routes, as the program describes them. */
const routes = [];
/** What both databases are attacked at. */
const sites = [];

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

function ask(url, method, path, { cookie = '', body = '' } = {}) {
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

async function sign_in(url, mail) {
  const password = 'auental zum ausprobieren';
  const attempt = async () => {
    const answer = await ask(url, 'POST', '/staff/sign-in', { body: new URLSearchParams({ mail, password, next: '' }).toString() });
    const step = answer.text.match(/name="step"[^>]*value="([^"]+)"/)?.[1];
    if (!step) return answer;
    return ask(url, 'POST', '/staff/sign-in/code', { body: new URLSearchParams({ code: code_now(), step, next: '' }).toString() });
  };
  let answer = await attempt();
  if (answer.status === 422) {
    // A code is good once: the next one comes within half a minute.
    await new Promise((done) => setTimeout(done, 30_500 - (Date.now() % 30_000)));
    answer = await attempt();
  }
  assert.equal(answer.status, 303, `${mail} does not come in: ${answer.status}`);
  return cookie_of(answer);
}

const decoded = (text) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
const attribute = (tag, name) => decoded(tag.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1] ?? '');
/** The route that answers: "/staff/network/people/{id}"; its address itself when none does. */
function pattern_of(kind, path) {
  const parts = path.split('/');
  const fits = (route) => route.parts.length === parts.length && route.parts.every((part, i) => part.startsWith('{') || part === parts[i]);
  const found = routes.filter((route) => route.kind === kind && fits(route))
    .sort((a, b) => a.parts.filter((part) => part.startsWith('{')).length - b.parts.filter((part) => part.startsWith('{')).length)[0];
  return found?.parts.join('/') ?? path;
}

/** Fields of a form as it stands; what is empty is filled, so that more is done with it. */
function fields_of(form) {
  const fields = new Map();
  for (const [tag] of form.matchAll(/<(?:input|select|textarea)\s[^>]*>/g)) {
    const name = attribute(tag, 'name');
    const type = attribute(tag, 'type');
    if (name && type !== 'submit' && type !== 'file' && !fields.has(name)) fields.set(name, attribute(tag, 'value') || (type === 'date' ? '2030-03-05' : 'Auental'));
  }
  return [...fields];
}

/**
 * Walks from `first`, one page of each route and set of fields; returns one example of everything that
 * takes something: an address with fields ("GET"), an id in a path ("PATH"), a form ("POST" or "GET").
 */
async function walk(url, first, cookie, most) {
  const seen = new Set();
  const found = new Map();
  const waiting = [new URL(first, url)];
  const note = (kind, target, fields) => {
    const pattern = pattern_of(kind === 'POST' ? 'POST' : 'GET', target.pathname);
    const names = fields.map(([name]) => name.replace(/\d+/g, '*')).sort();
    const key = `${kind} ${pattern} ${[...new Set(names)].join('&')}`;
    if (!found.has(key)) found.set(key, { key, handler: `${kind} ${pattern}`, kind, target: new URL(target), fields });
  };
  const shape = (at) => `${pattern_of('GET', at.pathname)}?${[...at.searchParams.keys()].sort().join('&')}`;
  for (let pages = 0; waiting.length > 0 && pages < most;) {
    const at = waiting.shift();
    if (at.origin !== url || seen.has(shape(at)) || spared.test(at.pathname)) continue;
    seen.add(shape(at));
    ++pages;
    const answer = await ask(url, 'GET', at.pathname + at.search, { cookie });
    if ([...at.searchParams].length > 0) note('GET', at, [...at.searchParams]);
    if (/\{(?!lang\})/.test(pattern_of('GET', at.pathname))) note('PATH', at, []);
    if (!(answer.headers['content-type'] ?? '').startsWith('text/html')) continue;
    for (const [tag] of answer.text.matchAll(/<a\s[^>]*>/g)) {
      const href = attribute(tag, 'href');
      if (href && !href.startsWith('#') && !/^(tel|mailto|geo|webcal):/.test(href)) waiting.push(new URL(href.split('#')[0], at));
    }
    for (const [form] of answer.text.matchAll(/<form\s[\s\S]*?<\/form>/g)) {
      const head = form.match(/<form\s[^>]*>/)[0];
      const target = new URL(attribute(head, 'action') || at.pathname, at);
      const fields = fields_of(form);
      if (target.origin !== url || spared.test(target.pathname) || fields.length === 0) continue;
      note(attribute(head, 'method').toLowerCase() === 'post' ? 'POST' : 'GET', target, fields);
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

const fixed = new Set(['csrf', 'token', 'step', 'version', 'website']);
const tried_fields = ({ fields }) => fields.map(([name]) => name).filter((name) => !fixed.has(name));

const found_by_sqlmap = (said) => said.split('\n').filter((line) => /is vulnerable|injection point\(s\)|^Parameter: |appears to be .*injectable/.test(line));
const with_mark = ({ target }) => target.pathname.replace(/\/[^/]*[0-9a-f]{8}[^/]*(?=\/|$)|\/[^/]*$/, '$&*');
const address_of = (one) => ({ POST: one.target.pathname + one.target.search, GET: `${one.target.pathname}?${new URLSearchParams(one.fields)}`, PATH: with_mark(one) })[one.kind];
const sqlmap_options = ['--batch', '--ignore-stdin', '--disable-coloring', '--flush-session', '--risk', '1', '--threads', '2', '--timeout', '10', '--retries', '0', '--skip-waf', '--ignore-redirects'];

/** The lines in which sqlmap says that something can be injected into. */
async function sqlmap(one, { cookie = '', dbms = '' }, most) {
  const output = mkdtempSync(join(folder, 'sqlmap-'));
  const args = [...sqlmap_options, '--output-dir', output, '--technique', 'BEU', '--level', '1', '--header', `Origin: ${one.target.origin}`, '--cookie', cookie || 'none=1'];
  if (dbms) args.push('--dbms', dbms);
  args.push('-u', one.target.origin + address_of(one));
  if (one.kind === 'POST') args.push('--data', new URLSearchParams(one.fields).toString(), '--method', 'POST');
  if (one.kind !== 'PATH') args.push('-p', (one.chosen ?? tried_fields(one)).join(','));
  const said = await run('sqlmap', args, most);
  rmSync(output, { recursive: true, force: true });
  return found_by_sqlmap(said).map((line) => `${one.kind} ${one.target.pathname}: ${line}`);
}

/**
 * All of them in one process, each field with sqlmap's own heuristics: quotes, brackets, a number that is cast. Where
 * one shows, it goes on; else to the next. Returns what it
 * found, and what it came to in time.
 */
async function sqlmap_many(all, { cookies, dbms }, most) {
  const line = '='.repeat(54);
  const written = all.map((one) => [line, `${one.kind === 'POST' ? 'POST' : 'GET'} ${address_of(one)} HTTP/1.1`, `Host: ${one.target.host}`,
    `Origin: ${one.target.origin}`, `Cookie: ${cookies.get(one.role) || 'none=1'}`,
    ...(one.kind === 'POST' ? ['Content-Type: application/x-www-form-urlencoded', '', new URLSearchParams(one.fields).toString()] : ['']), line, ''].join('\n'));
  const output = mkdtempSync(join(folder, 'sqlmap-'));
  const requests = join(output, 'requests');
  writeFileSync(requests, written.join('\n'));
  const said = await run('sqlmap', ['-l', requests, ...sqlmap_options, '--output-dir', output, '--smart', '--technique', 'BEU', '--level', '1', '--dbms', dbms,
    '--skip', [...fixed].join(',')], most);
  rmSync(output, { recursive: true, force: true });
  // Each begins with "[1/40] URL:"; what could not be connected to is not tested.
  const tested = said.split(/\[\d+\/\d+\] URL:/).slice(1).filter((part) => /heuristic|skipping (GET|POST|URI) parameter/.test(part))
    .map((part) => `${/^POST data:/m.test(part) ? 'POST' : 'GET'} ${part.match(/testing URL '[^']*?\/\/[^/]+([^'?*]*)/)?.[1]}`);
  const seen = new Set(tested);
  return { findings: found_by_sqlmap(said), tested: all.filter((one) => seen.has(`${one.kind === 'POST' ? 'POST' : 'GET'} ${one.target.pathname}`)) };
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
  const said = await run('wapiti', args, 30 + 3 * most);
  if (!existsSync(report)) return [`no report of ${first}: ${said.slice(-300)}`];
  const { vulnerabilities, anomalies } = JSON.parse(readFileSync(report, 'utf8'));
  return [...Object.entries(vulnerabilities), ...Object.entries(anomalies)]
    .flatMap(([kind, all]) => all.map((one) => `${kind}: ${one.method} ${one.path} ${one.parameter ?? ''} ${one.info}`));
}

/** A demo county of its own with a server; `database` as in mila.toml, "" for the folder's SQLite. */
async function demo_county(name, database) {
  const home = join(folder, name);
  mkdirSync(home);
  writeFileSync(join(home, 'mila.toml'), '[server]\naddress = "127.0.0.1"\nport = 0\n[counties.auental]\nhosts = ["*"]\n'
    + `data_folder = "data"\nname = "Landkreis Auental"\noffice_phone = "069 90009-440"\n${database ? `database = "${database}"\n` : ''}`);
  const demo = spawnSync(program, ['demo'], { cwd: home, encoding: 'utf8' });
  assert.equal(demo.status, 0, demo.stderr);
  return gate(await start(program, ['serve'], { cwd: home }));
}

const psql = (text) => spawnSync('psql', [`${postgres} dbname=postgres`, '-qtAc', text], { encoding: 'utf8' });
const database_name = `mila_attack_${process.pid}`;

before(async () => {
  if (!present) return;
  for (const [, kind, pattern] of spawnSync(program, ['describe', 'routes'], { encoding: 'utf8' }).stdout.matchAll(/\| (GET|POST) \| `([^`]+)`/g))
    routes.push({ kind, parts: pattern.split('/') });
  assert.notEqual(routes.length, 0);
  sites.push({ name: 'SQLite', dbms: 'SQLite', url: await demo_county('sqlite', ''), share: postgres ? 0.5 : 1 });
  if (!postgres) return;
  assert.equal(psql(`create database ${database_name}`).status, 0);
  sites.push({ name: 'PostgreSQL', dbms: 'PostgreSQL', url: await demo_county('postgres', `postgres:${postgres} dbname=${database_name}`), share: 0.5 });
});

after(() => {
  for (const child of children) child.kill('SIGKILL');
  if (sites.length > 1) psql(`drop database if exists ${database_name} with (force)`);
  rmSync(folder, { recursive: true, force: true });
});

const options = { skip: present ? false : 'sqlmap and wapiti are not installed' };

test('the attackers find what is there to be found', options, async () => {
  const port = await start('/usr/bin/python3', [join(root, 'tests/peers/attack_control.py')]);
  const holes = `http://127.0.0.1:${port}`;
  const injected = await sqlmap({ kind: 'GET', target: new URL(`${holes}/list`), fields: [['q', 'Deutsch']] }, { dbms: 'SQLite' }, 60);
  assert.notEqual(injected.length, 0, 'sqlmap looks past an open statement');
  const in_path = await sqlmap({ kind: 'PATH', target: new URL(`${holes}/offer/Deutsch`), fields: [] }, { dbms: 'SQLite' }, 60);
  assert.notEqual(in_path.length, 0, 'sqlmap looks past an open statement behind a path');
  const fields = [['q', 'Deutsch'], ['name', 'Ali']];
  const many = await sqlmap_many([{ kind: 'GET', target: new URL(`${holes}/list`), fields, role: 'nobody' }], { cookies: new Map(), dbms: 'SQLite' }, 60);
  assert.notEqual(many.findings.length, 0, 'sqlmap looks past an open statement among many');
  assert.equal(many.tested.length, 1);
  const reported = (await wapiti(`${holes}/`, '', 60)).join('\n');
  assert.match(reported, /Cross Site Scripting/);
  assert.match(reported, /SQL Injection/);
});

/** One example of everything that takes something, with the weakest role that reaches it. */
const examples = new Map();
const wapiti_seconds = Math.max(15, 0.02 * seconds);

for (const { mail, role } of roles) {
  test(`wapiti as ${role}`, options, async (t) => {
    const [{ url }] = sites;
    const cookie = mail ? await sign_in(url, mail) : '';
    const first = mail ? '/staff' : '/de';
    const found = await walk(url, first, cookie, 400);
    assert.notEqual(found.length, 0, 'nothing to attack was found');
    for (const one of found) if (!examples.has(one.key)) examples.set(one.key, { ...one, role, mail });
    const findings = await wapiti(url + first, cookie, wapiti_seconds);
    t.diagnostic(`${found.length} addresses, paths and forms reached`);
    assert.deepEqual([...findings, ...failures.splice(0)], []);
    if (mail) assert.equal((await ask(url, 'GET', '/staff', { cookie })).status, 200, 'signed in to the end');
  });
}

/** Every handler once, then those that take other fields, too; forms before addresses before paths. */
function in_order() {
  const rank = { POST: 0, GET: 1, PATH: 2 };
  const seen = new Map();
  const all = [...examples.values()].filter((one) => one.kind === 'PATH' || tried_fields(one).length > 0)
    .sort((a, b) => rank[a.kind] - rank[b.kind]);
  for (const one of all) {
    one.round = seen.get(one.handler) ?? 0;
    seen.set(one.handler, one.round + 1);
  }
  return { all: all.sort((a, b) => a.round - b.round), handlers: seen.size };
}

/** At most `most` of the fields, those first that were tried the fewest times anywhere. */
function chosen_fields(one, times, most) {
  const names = tried_fields(one).sort((a, b) => (times.get(a) ?? 0) - (times.get(b) ?? 0)).slice(0, most);
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  return names;
}

for (const [number, name] of ['SQLite', 'PostgreSQL'].entries()) {
  test(`sqlmap, every handler by the weakest role, on ${name}`, options, async (t) => {
    const site = sites[number];
    if (!site) return t.skip('MILA_TEST_POSTGRES names no cluster');
    const { all, handlers } = in_order();
    const until = Date.now() + 1000 * site.share * (seconds - 60 - roles.length * wapiti_seconds);
    const cookies = new Map();
    const findings = [];
    const reached = new Set();
    const times = new Map();
    // Ids and tokens of forms differ between the databases and end with a session: each role walks here again.
    const here = new Map();
    for (const { mail, role } of roles) {
      cookies.set(role, mail ? await sign_in(site.url, mail) : '');
      here.set(role, new Map((await walk(site.url, mail ? '/staff' : '/de', cookies.get(role), 400)).map((one) => [one.key, one])));
    }
    const present_here = all.map(({ key, role }) => ({ role, ...here.get(role).get(key) })).filter((one) => one.target);
    const seconds_left = () => (until - Date.now()) / 1000;
    // Four at once: between two requests sqlmap waits half a second to see whether a page stands still.
    const shares = [0, 1, 2, 3].map((quarter) => present_here.filter((_, i) => i % 4 === quarter));
    const touched = new Set();
    for (const share of await Promise.all(shares.map((some) => sqlmap_many(some, { cookies, dbms: site.dbms }, 0.8 * seconds_left())))) {
      findings.push(...share.findings);
      for (const one of share.tested) touched.add(one.handler);
    }
    let tried = 0;
    const waiting = [...present_here];
    const worker = async () => {
      while (waiting.length > 0 && seconds_left() > 0) {
        const one = waiting.shift();
        findings.push(...await sqlmap({ ...one, chosen: chosen_fields(one, times, 5) }, { cookie: cookies.get(one.role), dbms: site.dbms }, 60));
        reached.add(one.handler);
        ++tried;
      }
    };
    await Promise.all([worker(), worker()]);
    t.diagnostic(`${handlers} handlers take something (${routes.length} routes in all): ${touched.size} with every field, ${reached.size} of them with all that sqlmap knows, `
      + `${tried} of ${all.length} with other fields, ${times.size} names of fields`);
    assert.deepEqual([...findings, ...failures.splice(0)], []);
    for (const { mail, role } of accounts)
      assert.equal((await ask(site.url, 'GET', '/staff', { cookie: cookies.get(role) })).status, 200, `${role} (${mail}) was signed in to the end`);
  });
}
