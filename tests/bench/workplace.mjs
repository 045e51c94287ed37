// The workplace at the size of a large county: what somebody signed in waits for, page by page.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { quantile, run, seeded, stop } from './kit.mjs';

/** Cookies of the coordinator of the demo county, who signs in with a code. */
async function signIn(bench, county, url) {
  const cookies = new Map();
  const ask = async (path, fields) => {
    const answer = await fetch(url + path, {
      method: fields ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { origin: url, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      body: fields && new URLSearchParams(fields),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0].split('=');
      cookies.set(name, value);
    }
    return answer;
  };
  const hidden = (html) => Object.fromEntries([...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  const form = await (await ask('/staff/sign-in')).text();
  let answer = await ask('/staff/sign-in', { ...hidden(form), mail: 'koordination@demo.example', password: 'auental zum ausprobieren' });
  const next = answer.headers.get('location');
  if (next?.includes('code') || answer.status === 200) {
    const said = execFileSync(bench.mila, ['-c', county.config, 'logins'], { env: bench.env }).toString();
    const page = next ? await (await ask(next)).text() : await answer.text();
    answer = await ask(next ?? '/staff/sign-in/code', { ...hidden(page), code: said.match(/Code now: (\d+)/)[1] });
  }
  const today = await ask('/staff');
  if (today.status !== 200) throw new Error(`signing in: ${answer.status}, then /staff ${today.status}`);
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

/**
 * Times of each page over HTTP on one connection, in milliseconds by path.
 * `county`: with the demo, generated offers and people.
 */
export async function workplaceTimes(bench, county, rounds = 40) {
  const server = await bench.serve(county);
  try {
    const cookie = await signIn(bench, county, server.url);
    const get = async (path) => {
      const began = performance.now();
      const answer = await fetch(server.url + path, { headers: { cookie }, redirect: 'manual' });
      const body = await answer.text();
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
      return { body, taken: performance.now() - began };
    };
    const random = seeded(5);
    const pick = (list) => list[Math.floor(random() * list.length)];
    const links = async (path, pattern) => [...(await get(path)).body.matchAll(pattern)].map((match) => match[1]);
    const people = await links('/staff/network?page=100', /href="(\/staff\/network\/people\/[0-9a-f-]{36})"/g);
    const bodies = await links('/staff/network/bodies', /href="(\/staff\/network\/bodies\/[0-9a-f-]{36})"/g);
    const meetings = await links('/staff/meetings', /href="(\/staff\/meetings\/[0-9a-f-]{36})"/g);
    const words = ['Ohlendorf', 'Rahim', 'Migrationsberatung', 'Wohnen Weidenrode', 'Quasten', 'Anna'];
    const pages = {
      Heute: () => '/staff',
      people: () => `/staff/network?page=${1 + Math.floor(random() * 300)}`,
      'people, search': () => `/staff/network?q=${encodeURIComponent(pick(words))}`,
      person: () => pick(people),
      bodies: () => `/staff/network/bodies?page=${1 + Math.floor(random() * 2)}`,
      body: () => pick(bodies),
      area: () => '/staff/network/area',
      overlaps: () => '/staff/network/overlaps',
      duplicates: () => '/staff/network/duplicates',
      meetings: () => '/staff/meetings',
      meeting: () => pick(meetings),
      offers: () => `/staff/offers?page=${1 + Math.floor(random() * 200)}`,
    };
    const times = {};
    for (const [name, path] of Object.entries(pages)) {
      await get(path());
      times[name] = [];
      for (let i = 0; i < rounds; ++i) times[name].push((await get(path())).taken);
    }
    return times;
  } finally {
    await stop(server.child);
  }
}

/** Rows of the table for both engines. */
export async function workplace(bench, build, row, ms) {
  for (const engine of ['SQLite', 'PostgreSQL']) {
    let database = '';
    if (engine === 'PostgreSQL') {
      bench.postgres();
      bench.sql('postgres', 'create database workplace');
      database = `postgres:host=${bench.postgres()} user=mila dbname=workplace`;
    }
    const county = await bench.empty(`workplace-${engine}`, { database });
    await bench.command(county, 'demo');
    await bench.command(county, 'demo', '--offers', '40000');
    await run(join(build, 'tests/bench/bench_network'), [county.config, '20000'], { env: bench.env });
    // What autovacuum does within a minute.
    if (database) bench.sql('workplace', 'analyze');
    const times = await workplaceTimes(bench, county);
    const slowest = Object.entries(times).map(([name, list]) => [name, quantile(list, 0.95)]).sort((a, b) => b[1] - a[1]);
    row(`Workplace, 20,000 people and 10,000 organisations, ${engine}: slowest page, p95`, '≤ 50 ms', ms(slowest[0][1]), slowest[0][1] <= 50,
      slowest.map(([name, time]) => `${name} ${ms(time)}`).join(', '));
  }
}
