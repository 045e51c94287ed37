// What the measurements share: processes that end with the run, counties with any number of offers,
// servers on loopback, wrk, and a seeded mix of searches.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, createReadStream, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get, Agent } from 'node:http';
import { createServer } from 'node:net';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = join(fileURLToPath(new URL('.', import.meta.url)), '../..');
export const say = (text) => process.stderr.write(`${text}\n`);
export const median = (numbers) => quantile(numbers, 0.5);
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))];
}

const children = new Set();

/** Starts a program that runs until stop(); its output goes to a file. */
export function start(program, args, options = {}) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  child.log = '';
  const keep = (text) => { child.log = (child.log + text).slice(-4000); };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.ended = new Promise((resolve) => child.on('close', (code) => { children.delete(child); resolve(code); }));
  child.on('error', (error) => { child.log += error.message; });
  children.add(child);
  return child;
}

export async function stop(child) {
  if (!child || child.exitCode !== null) return;
  child.kill('SIGTERM');
  await Promise.race([child.ended, sleep(5000).then(() => child.kill('SIGKILL'))]);
}

const onLeave = [];
/** Runs when the program ends, however it does. */
export const atEnd = (action) => onLeave.push(action);
export function leave() {
  for (const child of children) child.kill('SIGKILL');
  for (const action of onLeave.splice(0)) {
    try { action(); } catch (error) { say(error.message); }
  }
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { leave(); process.exit(1); });

/** Runs a program to its end. Returns seconds, peak of resident memory in MB, output. */
export async function run(program, args, options = {}) {
  const began = process.hrtime.bigint();
  const child = start(program, args, options);
  let peak = 0;
  let out = '';
  child.stdout.on('data', (text) => { out += text; });
  const watch = setInterval(() => {
    try {
      const line = readFileSync(`/proc/${child.pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/);
      if (line) peak = Math.max(peak, Number(line[1]) / 1024);
    } catch { /* it has just ended */ }
  }, 20);
  const code = await child.ended;
  clearInterval(watch);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${child.log}`);
  return { seconds: Number(process.hrtime.bigint() - began) / 1e9, peak, out };
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const agent = new Agent({ keepAlive: true });
export function fetchBody(url, headers = {}) {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
      answer.on('error', reject);
    }).on('error', reject);
  });
}

/** Waits until the address answers 200; returns milliseconds since `began`. */
export async function answers(url, child, began = process.hrtime.bigint()) {
  for (;;) {
    const answer = await fetchBody(url).catch(() => null);
    if (answer?.status === 200) return Number(process.hrtime.bigint() - began) / 1e6;
    if (child.exitCode !== null) throw new Error(`the server ended:\n${child.log}`);
    if (process.hrtime.bigint() - began > 60_000_000_000n) throw new Error(`${url} does not answer:\n${child.log}`);
    await sleep(2);
  }
}

/** The programs and the folder of one run. */
export class Bench {
  constructor(build) {
    this.build = build;
    this.mila = join(build, 'app/mila');
    this.handlers = join(build, 'tests/bench/bench_handlers');
    this.folder = join(build, 'bench');
    this.env = { ...process.env, MILA_SHARE: join(build, 'share/mila') };
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
    this.counties = new Map();
  }

  /** Socket folder of a throw-away PostgreSQL cluster; started on first use. */
  postgres() {
    if (!this.socket) {
      const folder = join(this.folder, 'postgres');
      const script = join(root, 'tests/postgres.sh');
      // Stopped however the run ends: the cluster lives in memory.
      atEnd(() => execFileSync(script, ['stop', folder]));
      execFileSync(script, ['start', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
      this.socket = readFileSync(join(folder, 'conninfo'), 'utf8').match(/host=(\S+)/)[1];
    }
    return this.socket;
  }

  sql(database, text) {
    execFileSync('psql', ['-h', this.postgres(), '-U', 'mila', '-d', database, '-qc', text]);
  }

  /** A county without data. */
  async empty(name, { database = '', cache = 32 } = {}) {
    const port = await freePort();
    const config = join(this.folder, `${name}.toml`);
    writeFileSync(config, `[server]\naddress = "127.0.0.1"\nport = ${port}\ncache_megabytes = ${cache}\n`
      + `[counties.bench]\nhosts = ["*"]\nname = "Landkreis Auental"\ndata_folder = "${name}"\n`
      + (database ? `database = "${database}"\n` : ''));
    return { name, config, url: `http://127.0.0.1:${port}` };
  }

  command(county, ...args) {
    return run(this.mila, ['-c', county.config, ...args], { env: this.env });
  }

  async places(county) {
    const demo = join(root, 'data/demo');
    await this.command(county, 'import', 'csv', join(demo, 'places.csv'), '--kind', 'places');
    await this.command(county, 'import', 'csv', join(demo, 'areas.csv'), '--kind', 'areas');
  }

  /** The demo county and `offers` generated ones beside it; made once. */
  async county(offers) {
    const name = `county${offers}`;
    if (!this.counties.has(name)) {
      say(`making a county with ${offers} offers …`);
      const county = await this.empty(name);
      await this.command(county, 'demo');
      await this.command(county, 'demo', '--offers', String(offers));
      this.counties.set(name, county);
    }
    return this.counties.get(name);
  }

  /** The same data once more, served with another size of page cache. */
  async copy(county, name, options) {
    cpSync(join(this.folder, county.name), join(this.folder, name), { recursive: true });
    return this.empty(name, options);
  }

  async serve(county, path = '/de') {
    const began = process.hrtime.bigint();
    const child = start(this.mila, ['-c', county.config, 'serve'], { env: this.env });
    return { child, url: county.url, started: await answers(county.url + path, child, began) };
  }

  /** In-process times of all targets, see bench_handlers.cpp. */
  async times(county, targets, rounds = 1) {
    const file = join(this.folder, 'targets');
    writeFileSync(file, `${targets.join('\n')}\n`);
    const { out } = await run(this.handlers, [county.config, file, String(rounds)], { env: this.env });
    return JSON.parse(out.trim().split('\n').pop());
  }
}

/** Requests per second on 32 connections kept open. `targets` are asked in turn. */
export async function wrk(url, seconds, targets = null, folder = null) {
  const args = ['-t', String(Math.min(2, cpus().length)), '-c', '32', '-d', `${seconds}s`, '--timeout', '20s', '-H', 'Accept-Encoding: gzip'];
  if (targets) {
    const list = join(folder, 'wrk.targets');
    writeFileSync(list, `${targets.join('\n')}\n`);
    args.push('-s', join(root, 'tests/bench/targets.lua'), url, '--', list);
  } else {
    args.push(url);
  }
  const { out } = await run('wrk', args);
  const wrong = out.match(/Non-2xx or 3xx responses: (\d+)/);
  if (wrong) throw new Error(`${url}: ${wrong[1]} answers were errors\n${out}`);
  return Number(out.match(/Requests\/sec:\s+([\d.]+)/)[1]);
}

/** nginx with one page, precompressed, and the same headers. */
export async function nginx(folder, answer, zipped) {
  const port = await freePort();
  const place = join(folder, 'nginx');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'page.html'), answer.body);
  writeFileSync(join(place, 'page.html.gz'), zipped.body);
  const own = new Set(['connection', 'content-length', 'content-type', 'date', 'keep-alive', 'etag', 'content-encoding', 'last-modified', 'vary', 'server', 'transfer-encoding']);
  const headers = Object.entries(answer.headers).filter(([name]) => !own.has(name))
    .map(([name, value]) => `add_header ${name} "${value}";`).join('\n');
  const config = join(place, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${place}/${kind};`).join('\n');
  writeFileSync(config, `${process.getuid() === 0 ? 'user root;' : ''}
worker_processes auto;
daemon off;
pid ${place}/pid;
error_log ${place}/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  open_file_cache max=100 inactive=1h;
  types { text/html html; }
  charset utf-8;
  ${temporary}
  server {
    listen 127.0.0.1:${port} reuseport;
    root ${place};
    gzip_static on;
    ${headers}
  }
}
`);
  const child = start('nginx', ['-c', config, '-p', place, '-e', join(place, 'error.log')]);
  const url = `http://127.0.0.1:${port}/page.html`;
  await answers(url, child);
  return { child, url };
}

/** Django's page over the same offers, served by gunicorn. */
export async function django(bench, ndjson) {
  const home = join(root, 'tests/peers/django');
  const port = await freePort();
  bench.sql('postgres', 'create database peer');
  bench.sql('peer', 'create extension pg_trgm');
  const env = { ...process.env, DATABASE_SOCKET: bench.postgres(), DATABASE_NAME: 'peer', PYTHONDONTWRITEBYTECODE: '1' };
  const manage = (...args) => run('/usr/bin/python3', ['manage.py', ...args], { cwd: home, env });
  await manage('migrate', '--run-syncdb');
  const { out } = await manage('load_offers', ndjson, join(root, 'data/demo/places.csv'));
  const workers = 2 * cpus().length + 1; // gunicorn's own advice
  const child = start('/usr/bin/python3', ['/usr/bin/gunicorn', '--workers', String(workers), '--threads', '4',
    '--keep-alive', '30', '--bind', `127.0.0.1:${port}`, '--log-level', 'warning', 'peer.wsgi'], { cwd: home, env });
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/de/search?q=Beratung`, child);
  return { child, url, workers, loaded: out.trim() };
}

export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function withTypo(word, random) {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const letter = 'enisratdhu'[Math.floor(random() * 10)];
  switch (Math.floor(random() * 4)) {
    case 0: return word.slice(0, at) + word.slice(at + 1);
    case 1: return word.slice(0, at) + letter + word.slice(at);
    case 2: return word.slice(0, at) + letter + word.slice(at + 1);
    default: return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
  }
}

/**
 * Searches as people type them, by the words of the offers' names: 60 % right, 25 % with one typo,
 * 15 % two words within some kilometres of a town. `ndjson`: from `mila export hsds`.
 */
export async function searches(ndjson, count, seed = 7) {
  const random = seeded(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const names = new Set();
  for await (const line of createInterface({ input: createReadStream(ndjson) }))
    if (names.size < 20000) names.add(JSON.parse(line).name);
  const lists = [...names].map((name) => name.match(/\p{L}{5,}/gu) ?? []).filter((words) => words.length > 1);
  const words = [...new Set(lists.flat())];
  const towns = ['weidenrode', 'erlenbrueck', 'auenstadt', 'hohenlind'];
  const targets = [];
  while (targets.length < count) {
    const kind = random();
    if (kind < 0.6) targets.push(`/de/search?q=${encodeURIComponent(pick(words))}`);
    else if (kind < 0.85) targets.push(`/de/search?q=${encodeURIComponent(withTypo(pick(words), random))}`);
    else {
      const two = `${pick(pick(lists))} ${pick(pick(lists))}`;
      targets.push(`/de/search?q=${encodeURIComponent(two)}&place=${pick(towns)}&km=${pick([5, 10, 20])}`);
    }
  }
  return targets;
}
