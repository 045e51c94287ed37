// The nginx configuration we ship writes no address and no search word into its logs: neither when all
// goes well nor when the program behind it is away.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const present = existsSync('/usr/sbin/nginx');

const listening = (server) => new Promise((done) => { server.listen(0, '127.0.0.1', () => done(server.address().port)); });
const closed = (server) => new Promise((done) => { server.close(done); server.closeAllConnections(); });
const ask = (port, path) => new Promise((done, failed) => {
  get({ port, host: '127.0.0.1', path, headers: { referer: 'http://x/Quarkenbusch' } }, (answer) => {
    answer.resume().on('end', () => done(answer.statusCode));
  }).on('error', failed);
});

async function free_port() {
  const server = createServer();
  const port = await listening(server);
  await closed(server);
  return port;
}

test('nginx as we ship it logs no names', { skip: present ? false : 'nginx is not installed' }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mila-proxy-'));
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  const behind = createServer((_, answer) => answer.end('fine'));
  const port = await listening(behind);
  const front = await free_port();
  const shipped = readFileSync(join(root, 'packaging/proxy/nginx.conf'), 'utf8')
    .replace('listen 443 ssl http2;', `listen 127.0.0.1:${front};`).replace('listen 80;', `listen 127.0.0.1:${await free_port()};`)
    .replace(/ssl_\w+ .*;/g, '').replaceAll('/var/log/nginx', logs).replace('127.0.0.1:8080', `127.0.0.1:${port}`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n');
  writeFileSync(join(folder, 'nginx.conf'), `daemon off;\npid ${folder}/pid;\nerror_log ${logs}/main.error.log crit;\nevents {}\nhttp {\n${temporary}\n${shipped}\n}\n`);
  const checked = spawnSync('/usr/sbin/nginx', ['-t', '-c', join(folder, 'nginx.conf')], { encoding: 'utf8' });
  assert.equal(checked.status, 0, checked.stderr);
  const nginx = spawn('/usr/sbin/nginx', ['-c', join(folder, 'nginx.conf')]);
  try {
    const path = '/staff/network?q=Quarkenbusch&mail=quarkenbusch%40x.example';
    let status = 0;
    for (let i = 0; i < 100 && status === 0; ++i) {
      status = await ask(front, path).catch(() => 0);
      if (!status) await new Promise((done) => { setTimeout(done, 50); });
    }
    assert.equal(status, 200);
    await closed(behind);
    assert.equal(await ask(front, path), 502);
    const log = readFileSync(join(logs, 'mila.log'), 'utf8');
    assert.match(log, /GET 200/);
    assert.match(log, /GET 502/);
    for (const name of ['mila.log', 'mila.error.log', 'main.error.log'])
      assert.doesNotMatch(readFileSync(join(logs, name), 'utf8'), /quarkenbusch|127\.0\.0\.1|staff/i, name);
  } finally {
    nginx.kill();
    await new Promise((done) => { nginx.once('exit', done); });
    rmSync(folder, { recursive: true, force: true });
  }
});
