// The feed of the demo county, judged by the JSON Schemas of HSDS 3.1 themselves: ajv reads them, every
// record a running server lists, its full form, and what `mila export hsds` writes must be valid.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliDecompressSync } from 'node:zlib';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { serve_demo } from '../browser/site.mjs';

const packed = readFileSync(new URL('hsds-3.1/compiled.json.br', import.meta.url));
// Data package remarks are no JSON Schema; ids and comments of nested copies collide.
const schemas = JSON.parse(brotliDecompressSync(packed), (key, value) =>
  ['$id', '$schema', 'datapackage_metadata', 'example', 'constraints'].includes(key) && typeof value !== 'boolean'
    ? undefined : value);
let site;
before(async () => { site = await serve_demo(); });
after(() => site?.stop());

const validators = new Map();

/** Each schema is compiled once: the large ones take seconds. */
function validator(name) {
  if (!validators.has(name)) {
    const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
    addFormats(ajv);
    ajv.addFormat('csv', true);
    if (name.startsWith('taxonomy')) {
      // These two refer to others; metadata comes only inside the large schemas.
      ajv.addSchema(schemas.service.properties.metadata.items, 'metadata.json');
      if (name === 'taxonomy_term') ajv.addSchema(schemas.taxonomy, 'taxonomy.json');
    }
    validators.set(name, ajv.compile(schemas[name]));
  }
  return validators.get(name);
}

function check(name, record) {
  const validate = validator(name);
  const valid = validate(record);
  assert.ok(valid, `${name} ${record.id}: ${JSON.stringify(validate.errors?.slice(0, 5))}`);
}

async function get(path) {
  const answer = await fetch(`${site.url}/hsds/3.1${path}`);
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

test('a schema refuses what is wrong', () => {
  assert.equal(validator('service')({ id: 'x', name: 7 }), false);
});

for (const [path, listed, full, parameters] of lists) {
  test(`records of ${path}`, async () => {
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

test('exported services', () => {
  const file = join(site.folder, 'services.ndjson');
  const exported = spawnSync(site.program, ['export', 'hsds', '-o', file], { cwd: site.folder, encoding: 'utf8' });
  assert.equal(exported.status, 0, exported.stderr);
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  assert.ok(lines.length > 300, `${lines.length} services`);
  for (const line of lines) check('service', JSON.parse(line));
});
