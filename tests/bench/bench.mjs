// `./dev bench`: measures the promises of docs and README on this machine and prints them as a
// Markdown table. Every figure is a ratio to something outside measured in the same run, or a plain
// number. Traffic stays on loopback; whatever is started ends with the run.
//
//   node tests/bench/bench.mjs BUILD [--quick] [--offers N] [--only NAME] [--no-build]
//
// --quick leaves out the 100,000 offers and measures shorter; --offers N takes N instead of 10,000;
// --no-build takes the programs as they are;
// --only: home, search, many, django, hsds, start, memory, import, logins, workplace, acquaintance, build.
import { execFileSync } from 'node:child_process';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Bench, django, fetchBody, leave, median, nginx, root, run, say, searches, seeded, stop, wrk } from './kit.mjs';
import { workplace } from './workplace.mjs';

const options = process.argv.slice(2);
const value = (name) => (options.includes(name) ? options[options.indexOf(name) + 1] : undefined);
const quick = options.includes('--quick');
const only = value('--only');
const offers = Number(value('--offers') ?? 10_000);
const many = 10 * offers;
const seconds = quick ? 2 : 5;
const rounds = quick ? 3 : 5;
const build = resolve(options[0]?.startsWith('--') ? 'build' : options[0] ?? 'build');

const count = (number) => number.toLocaleString('en-US');
const ms = (number) => `${number < 10 ? number.toFixed(2) : number.toFixed(0)} ms`;
const times = (number) => `${number < 10 ? number.toFixed(2) : number.toFixed(0)} ×`;
const rows = [];
/** `reached`: true, false, or null where the goal is for another number of offers. */
function row(figure, goal, measured, reached, beside = '') {
  const mark = reached === null ? '' : reached ? ' ✓' : ' ✗';
  rows.push([figure, goal, measured + mark, beside]);
  say(`  ${figure}: ${measured}${mark}  ${beside}`);
}

const bench = new Bench(build);
const files = new Map();
/** The offers of a county as `mila export hsds` writes them; made once. */
async function exported(county) {
  if (!files.has(county.name)) {
    const file = join(bench.folder, `${county.name}.ndjson`);
    await bench.command(county, 'export', 'hsds', '-o', file);
    files.set(county.name, file);
  }
  return files.get(county.name);
}

async function home() {
  const county = await bench.county(offers);
  const server = await bench.serve(county);
  const page = `${server.url}/de`;
  const plain = await fetchBody(page);
  const zipped = await fetchBody(page, { 'accept-encoding': 'gzip' });
  const file = await nginx(bench.folder, plain, zipped);
  const ours = [];
  const theirs = [];
  for (let round = 0; round < rounds; ++round) {
    ours.push(await wrk(page, seconds));
    theirs.push(await wrk(file.url, seconds));
  }
  await stop(file.child);
  await stop(server.child);
  const ratio = median(ours.map((mine, round) => mine / theirs[round]));
  row('Cached home page against nginx with the same bytes', '≥ 0.8 ×', times(ratio), ratio >= 0.8,
    `${count(Math.round(median(ours)))} to ${count(Math.round(median(theirs)))} requests/s, ${zipped.body.length} bytes gzip`);
}

async function searchOf(size, goals) {
  const county = await bench.county(size);
  const targets = await searches(await exported(county), quick ? 300 : 1000);
  const measured = await bench.times(county, targets, quick ? 1 : 2);
  const { handler, outside, xapian, facets } = measured;
  const name = `Search in ${count(size)} offers`;
  const beside = `${measured.requests} searches, ${(measured.bytes / 1024).toFixed(1)} kB gzip each`;
  const at = (goal, number) => (goal === undefined ? null : number <= goal);
  row(`${name}: handler p50`, goals.p50 ? `≤ ${goals.p50} ms` : '', ms(handler.p50), at(goals.p50, handler.p50), beside);
  row(`${name}: handler p95`, goals.p95 ? `≤ ${goals.p95} ms` : '', ms(handler.p95), at(goals.p95, handler.p95),
    `Xapian p50 ${ms(xapian.p50)}, p95 ${ms(xapian.p95)}`);
  if (size === offers)
    row(`${name}: outside Xapian p50`, goals.outside ? `≤ ${goals.outside} ms` : '', ms(outside.p50), at(goals.outside, outside.p50),
      `of it deciding and counting facets ${ms(facets.p50)}; with compression`);
}

async function peer() {
  const county = await bench.county(offers);
  const ndjson = await exported(county);
  const targets = await searches(ndjson, 400);
  const uncached = await bench.serve(await bench.copy(county, 'uncached', { cache: 0 }));
  const cached = await bench.serve(county);
  const other = await django(bench, ndjson);
  say(`  Django: ${other.loaded}`);
  const size = async (url) => {
    let bytes = 0;
    for (const target of targets.slice(0, 40)) {
      const answer = await fetchBody(url + target);
      if (answer.status !== 200) throw new Error(`${url}${target}: ${answer.status}`);
      bytes += answer.body.length;
    }
    return `${(bytes / 40 / 1024).toFixed(1)} kB`;
  };
  const sizes = [await size(uncached.url), await size(other.url)];
  const measured = { uncached: [], cached: [], django: [] };
  const ask = (url) => wrk(url, quick ? 4 : 10, targets, bench.folder);
  for (let round = 0; round < (quick ? 1 : 3); ++round) {
    measured.uncached.push(await ask(uncached.url));
    measured.django.push(await ask(other.url));
    measured.cached.push(await ask(cached.url));
  }
  for (const server of [uncached, cached, other]) await stop(server.child);
  const ratio = (mine) => median(mine.map((number, round) => number / measured.django[round]));
  const rate = (list) => count(Math.round(median(list)));
  row('Result page against Django + PostgreSQL, no page cache on either side', '≥ 8 ×', times(ratio(measured.uncached)), ratio(measured.uncached) >= 8,
    `${rate(measured.uncached)} to ${rate(measured.django)} requests/s; pages of ${sizes[0]} and ${sizes[1]}; ${other.workers} workers of gunicorn`);
  row('Result page against Django + PostgreSQL, as delivered', '≥ 20 ×', times(ratio(measured.cached)), ratio(measured.cached) >= 20,
    `${rate(measured.cached)} requests/s: ${new Set(targets).size} addresses asked again and again, from the page cache`);
}

async function hsds() {
  const county = await bench.county(offers);
  const pages = Math.min(100, Math.floor(offers / 50));
  const targets = Array.from({ length: pages }, (_, page) => `/hsds/3.1/services?per_page=50&full=true&page=${page + 1}`);
  const measured = await bench.times(county, targets, quick ? 2 : 5);
  row('HSDS: 50 services in full, handler p50', '≤ 10 ms', ms(measured.handler.p50), measured.handler.p50 <= 10,
    `p95 ${ms(measured.handler.p95)}, ${(measured.bytes / 1024).toFixed(0)} kB gzip`);
}

async function startTime() {
  const county = await bench.county(offers);
  const measured = [];
  for (let round = 0; round < 5; ++round) {
    const server = await bench.serve(county, '/de/search?q=Beratung');
    measured.push(server.started);
    await stop(server.child);
  }
  row(`Start with ${count(offers)} offers to the first search answered`, '≤ 300 ms', ms(median(measured)), median(measured) <= 300,
    `median of 5; slowest ${ms(Math.max(...measured))}`);
}

async function memory() {
  const county = await bench.county(offers);
  const ndjson = await exported(county);
  const random = seeded(3);
  const server = await bench.serve(county);
  // A county that starts does its daily rounds at once; what they need for a moment is in the peak.
  await sleep(10_000);
  const languages = ['de', 'en', 'ar', 'uk'];
  const pages = (await searches(ndjson, 700, 11)).map((target) => target.replace('/de/', `/${languages[Math.floor(random() * 4)]}/`));
  for (let i = 0; i < 60; ++i)
    pages.push(`/${languages[i % 4]}`, `/${languages[i % 4]}/topics`, `/hsds/3.1/services?per_page=50&full=true&page=${i + 1}`, '/de/map?q=Beratung', `/${languages[i % 4]}/responsible`);
  pages.sort(() => random() - 0.5);
  for (const page of pages) {
    const answer = await fetchBody(server.url + page, { 'accept-encoding': 'gzip' });
    if (answer.status !== 200) throw new Error(`${page}: ${answer.status}`);
  }
  const status = readFileSync(`/proc/${server.child.pid}/status`, 'utf8');
  const megabytes = (name) => Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))[1]) / 1024;
  await stop(server.child);
  row(`Memory with ${count(offers)} offers after 1,000 mixed requests`, '≤ 120 MB', `${megabytes('VmRSS').toFixed(0)} MB`, megabytes('VmRSS') <= 120,
    `resident, of it ${megabytes('RssFile').toFixed(0)} MB files; peak ${megabytes('VmHWM').toFixed(0)} MB`);
}

async function importing() {
  const size = quick ? offers : many;
  const source = await bench.empty('source');
  await bench.places(source);
  await bench.command(source, 'demo', '--offers', String(size));
  const file = join(bench.folder, 'offers.csv');
  await bench.command(source, 'export', 'csv', '-o', file);
  // The offers name their organisations by number; what is behind the numbers does not matter here.
  const organisations = join(bench.folder, 'organisations.csv');
  const numbers = Array.from({ length: Math.max(1, Math.floor(size / 4)) }, (_, number) => String(number).padStart(6, '0'));
  writeFileSync(organisations, ['Nr;Name', ...numbers.map((number) => `T${number};Begegnungsverein ${number}`)].join('\n'));
  const goal = (limit) => (size === 100_000 ? `≤ ${limit}` : `≤ ${limit} for 100,000`);
  const known = (reached) => (size === 100_000 ? reached : null);
  bench.sql('postgres', 'create database bench_import');
  const targets = {
    SQLite: [await bench.empty('import-sqlite'), 150],
    PostgreSQL: [await bench.empty('import-postgres', { database: `postgres:host=${bench.postgres()} user=mila dbname=bench_import` }), 200],
  };
  for (const [engine, [county, limit]] of Object.entries(targets)) {
    await bench.places(county);
    await bench.command(county, 'import', 'csv', organisations, '--kind', 'organisations');
    const measured = await bench.command(county, 'import', 'csv', file);
    const created = measured.out.match(/(\d+) new/)?.[1];
    if (Number(created) !== size) throw new Error(`${engine} took in ${created} of ${size} offers`);
    row(`Import of ${count(size)} offers into ${engine}, searchable`, goal(`${limit} s`), `${measured.seconds.toFixed(1)} s`, known(measured.seconds <= limit),
      `${count(Math.round(size / measured.seconds))} offers/s`);
    row(`Import into ${engine}: peak memory`, goal('600 MB'), `${measured.peak.toFixed(0)} MB`, known(measured.peak <= 600));
  }
}

/** Resident memory of a process in MB: now, and the most since forget(). */
const resident = (pid, line) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${line}:\\s+(\\d+)`))[1]) / 1024;

async function logins() {
  const county = await bench.empty('logins');
  await bench.command(county, 'demo');
  const server = await bench.serve(county);
  // What a running server has seen: pages, and one who signed in.
  for (const path of ['/de', '/en/topics', '/de/search?q=Beratung', '/staff/sign-in']) await fetchBody(server.url + path);
  const mails = ['gremium', 'redaktion', 'gemeinde', 'beratung', 'helferkreis', 'verein', 'leitung', 'sitz'];
  const signIn = (index) => fetch(`${server.url}/staff/sign-in`, { method: 'POST', redirect: 'manual', headers: { origin: server.url },
    body: new URLSearchParams({ mail: `${mails[index % mails.length]}@demo.example`, password: 'auental zum ausprobieren', next: '' }) });
  writeFileSync(`/proc/${server.child.pid}/clear_refs`, '5');
  const before = resident(server.child.pid, 'VmRSS');
  const began = performance.now();
  const crowd = Array.from({ length: 50 }, (_, index) => signIn(index));
  // Meanwhile others read: pages nobody has kept.
  const reading = [];
  let busy = true;
  const reader = (async () => {
    for (let i = 0; busy; ++i) {
      const start = performance.now();
      const answer = await fetchBody(`${server.url}/de/search?q=Beratung+${i}`);
      if (answer.status !== 200) throw new Error(`a reader got ${answer.status}`);
      reading.push(performance.now() - start);
    }
  })();
  const answers = await Promise.all(crowd);
  const taken = performance.now() - began;
  busy = false;
  await reader;
  const in_ = answers.filter((answer) => answer.status === 303).length;
  const more = resident(server.child.pid, 'VmHWM') - before;
  await stop(server.child);
  row('50 people sign in at once: all are in', '50', String(in_), in_ === 50, `the last after ${(taken / 1000).toFixed(1)} s; Argon2id, 64 MiB, two at a time`);
  row('the same, memory above the server at rest', '≤ 200 MB', `${more.toFixed(0)} MB`, more <= 200, `from ${before.toFixed(0)} MB`);
  row('the same, a search meanwhile, slowest', '', ms(Math.max(...reading)), null, `median ${ms(median(reading))} of ${reading.length}`);
}

/** Figures of a network of 400 organisations, beside the library most people would take. */
async function acquaintance() {
  const program = join(build, 'engines/acquaintance/engines_acquaintance_benchmark');
  await run('cmake', ['--build', build, '--target', 'engines_acquaintance_benchmark']);
  const output = (file, ...args) => execFileSync(file, args, { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
  const ours = JSON.parse(output(program, '--benchmark_filter=figures', '--benchmark_format=json')).benchmarks[0];
  const [ties, theirs] = output('/usr/bin/python3', join(root, 'tests/bench/acquaintance_peer.py')).trim().split(' ').map(Number);
  if (ties !== ours.ties) throw new Error(`not the same network: ${ours.ties} and ${ties} ties`);
  const ratio = theirs / ours.real_time;
  row('Who meets whom: figures of 400 organisations against networkx', '≥ 10 ×', times(ratio), ratio >= 10,
    `${ms(ours.real_time)} to ${ms(theirs)}, ${count(ties)} ties: betweenness, cores, joints, bridges`);
}

async function rebuild() {
  // Really compiled, not fetched from ccache.
  const env = { ...process.env, CCACHE_RECACHE: '1', MILA_BUILD: build };
  await run('cmake', ['--build', build], { env });
  const now = new Date();
  utimesSync(join(root, 'modules/offers/offer.cpp'), now, now);
  const { seconds: taken } = await run(join(root, 'dev'), ['build'], { env, cwd: root });
  row('`./dev build` after touching modules/offers/offer.cpp', '≤ 8 s', `${taken.toFixed(1)} s`, taken <= 8, 'compiled without ccache, all programs and tests linked');
}

const figures = {
  home,
  search: () => searchOf(offers, offers === 10_000 ? { p50: 4, p95: 12, outside: 1.5 } : {}),
  many: () => (quick ? null : searchOf(many, many === 100_000 ? { p50: 12, p95: 60 } : {})),
  django: peer,
  hsds,
  start: startTime,
  memory,
  import: importing,
  logins,
  workplace: () => workplace(bench, build, row, ms),
  acquaintance,
  build: rebuild,
};

function machine() {
  const version = (program, ...args) => {
    try {
      return execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'] }).toString().trim().split('\n')[0];
    } catch {
      return `${program}: unknown`;
    }
  };
  return `${cpus().length} cores (${cpus()[0].model.trim()}), ${version('psql', '--version')}, Django ${version('/usr/bin/python3', '-m', 'django', '--version')}`;
}

if (only && !figures[only]) {
  say(`no figure ${only}; there are: ${Object.keys(figures).join(', ')}`);
  process.exit(2);
}
const busy = loadavg()[0];
let failed = false;
try {
  if (!options.includes('--no-build'))
    await run('cmake', ['--build', build, '--target', 'bench_handlers', 'bench_network', 'mila', 'texts', 'assets']);
  for (const [name, measure] of Object.entries(figures)) {
    if (only && only !== name) continue;
    say(`${name} …`);
    try {
      await measure();
    } catch (error) {
      failed = true;
      row(name, '', 'could not be measured', false, error.message.split('\n')[0]);
      say(error.stack);
    }
  }
} finally {
  leave();
}
const table = [['Figure', 'Goal', 'Measured', 'Beside'], ['---', '---', '---', '---'], ...rows];
for (const cells of table) console.log(`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
console.log(`\nMeasured in one run on ${machine()}.`);
if (busy > 0.7) console.log(`The machine was not quiet (load ${busy.toFixed(1)} at the start): take times with care.`);
process.exit(failed ? 1 : 0);
