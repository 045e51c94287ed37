// The feed judged by the JSON Schemas of HSDS 3.1 themselves: ajv reads them, every record of every
// list and its full form must be valid. Needs a running server:
//
//   MILA_URL=http://127.0.0.1:8080 HSDS_SCHEMAS=…/hsds-3.1 node --test tests/peers/hsds_schema.test.mjs
//
// or files written by `mila export hsds`: HSDS_DUMP=services.ndjson. Skips aloud without either.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.env.HSDS_SCHEMAS ?? join(here, '../../../shared/data/hsds-3.1');
const server = process.env.MILA_URL?.replace(/\/$/, '');
const dump = process.env.HSDS_DUMP;
const missing = !existsSync(join(folder, 'compiled')) ? `no schemas in ${folder}`
  : !server && !dump ? 'neither MILA_URL nor HSDS_DUMP is set' : false;
if (missing) console.error(`SKIPPED: HSDS schemas: ${missing}`);

const validators = new Map();
function load(name) {
  const schema = JSON.parse(readFileSync(join(folder, 'compiled', `${name}.json`), 'utf8'));
  // Data package remarks are no JSON Schema; ids and comments of nested copies collide.
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    ['$id', '$schema', 'datapackage_metadata', 'example', 'constraints'].includes(key) && typeof value !== 'boolean'
      ? undefined : value);
}

/** Each schema is compiled once: the large ones take seconds. */
function validator(name) {
  if (!validators.has(name)) {
    const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
    addFormats(ajv);
    ajv.addFormat('csv', true);
    if (name.startsWith('taxonomy')) {
      // These two refer to others; metadata comes only inside the large schemas.
      ajv.addSchema(load('service').properties.metadata.items, 'metadata.json');
      if (name === 'taxonomy_term') ajv.addSchema(load('taxonomy'), 'taxonomy.json');
    }
    validators.set(name, ajv.compile(load(name)));
  }
  return validators.get(name);
}

function check(name, record) {
  const validate = validator(name);
  const valid = validate(record);
  assert.ok(valid, `${name} ${record.id}: ${JSON.stringify(validate.errors?.slice(0, 5))}`);
}

async function get(path) {
  const answer = await fetch(`${server}/hsds/3.1${path}`);
  assert.equal(answer.status, 200, path);
  assert.equal(answer.headers.get('access-control-allow-origin'), '*', path);
  return answer.json();
}

const lists = [
  ['/services', 'service_list', 'service', 'full=true'],
  ['/organizations', 'organization_list', 'organization', 'full=true&full_service=true'],
  ['/service_at_locations', 'service_at_location_list', 'service_at_location', 'full=true'],
  ['/taxonomies', 'taxonomy', 'taxonomy', ''],
  ['/taxonomy_terms', 'taxonomy_term', 'taxonomy_term', ''],
];

test('a schema refuses what is wrong', { skip: missing }, () => {
  assert.equal(validator('service')({ id: 'x', name: 7 }), false);
});

for (const [path, listed, full, parameters] of lists) {
  test(`records of ${path}`, { skip: missing || (server ? false : 'needs MILA_URL') }, async () => {
    for (const [schema, query] of [[listed, ''], [full, parameters]]) {
      let pages = 1;
      for (let page = 1; page <= pages && page <= 5; ++page) {
        const answer = await get(`${path}?per_page=100&page=${page}&${query}`);
        pages = answer.total_pages;
        assert.equal(answer.size, answer.contents.length);
        assert.equal(answer.empty, answer.contents.length === 0);
        for (const record of answer.contents) check(schema, record);
        if (page === 1 && answer.contents.length) check(full, await get(`${path}/${answer.contents[0].id}`));
      }
    }
  });
}

test('exported services', { skip: missing || (dump ? false : 'needs HSDS_DUMP') }, () => {
  const lines = readFileSync(dump, 'utf8').split('\n').filter(Boolean);
  assert.ok(lines.length > 0);
  for (const line of lines) check('service', JSON.parse(line));
});
