// The public calendar as people meet it: looking for something on Saturday in Turkish on an old phone, a
// club that enters its festival, one's own meetings in one's own calendar.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import ICAL from 'ical.js';
import { open_site, sign_in } from './site.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let site;
before(async () => { site = await open_site(); });
after(() => site?.close());

const in_days = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
const violations = async (page) => {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
};

test('something on Saturday near me, in Turkish, without scripts, at 360 px', async () => {
  const context = await site.browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(`${site.url}/tr`);
  await page.goto(`${site.url}/tr/calendar`);
  assert.equal(await page.getAttribute('html', 'lang'), 'tr');
  await page.selectOption('#c-place', { label: 'Weidenrode' });
  // Word, topic, language are folded: without scripts, too.
  assert.equal(await page.locator('#c-topic').isVisible(), false);
  await page.click('main details summary');
  assert.equal(await page.locator('#c-topic').isVisible(), true);
  await page.click('main form.m-filters button[type=submit]');
  assert.match(page.url(), /place=weidenrode/);
  const saturday = page.locator('main section', { has: page.locator('h2', { hasText: 'Cumartesi' }) }).first();
  assert.ok(await saturday.locator('a').count() > 0);
  await saturday.locator('a').first().click();
  assert.match(await page.textContent('main dl'), /Weidenrode/);
  assert.ok(await page.locator('main a[href$=".ics"]').count() === 1);
  // Nothing is cut off at the side.
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  await context.close();
});

test('what is there every week stands once, with its days in words, in German and Arabic', async () => {
  for (const [language, weekday] of [['de', /jeden Donnerstag/], ['ar', /الخميس/]]) {
    for (const width of [360, 1200]) {
      const context = await site.browser.newContext({ javaScriptEnabled: false, viewport: { width, height: 800 } });
      const page = await context.newPage();
      await page.goto(`${site.url}/${language}/calendar`);
      const cafe = page.locator('main section li', { hasText: 'Sprachcafé' });
      assert.equal(await cafe.count(), 1);
      assert.match(await cafe.textContent(), weekday);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${language} ${width} px`);
      await context.close();
    }
  }
});

test('who looks for help finds the language café, too', async () => {
  const context = await site.browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(`${site.url}/de/search?q=Sprachcaf%C3%A9`);
  assert.deepEqual(await violations(page), []);
  await page.click('main a[href*="/de/calendar?"]');
  assert.match(await page.textContent('main'), /Sprachcafé/);
  await page.goBack();
  await page.click('main a[href*="/de/calendar/"]');
  assert.match(await page.textContent('h1'), /Sprachcafé/);
  await context.close();
});

test('a month is a table on a desk and a list on a phone, and both are clean', async () => {
  for (const [width, shown] of [[1200, 'table'], [320, 'block']]) {
    const context = await site.browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${site.url}/de/calendar?month=${in_days(25).slice(0, 7)}`);
    assert.equal(await page.$eval('.m-month', (table) => getComputedStyle(table).display), shown);
    assert.ok(await page.locator('.m-month a').count() > 5);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${width} px`);
    assert.deepEqual(await violations(page), []);
    // Every date is reached by the keyboard.
    await page.locator('.m-month a:visible').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/calendar\/[0-9a-f-]{36}/);
    assert.deepEqual(await violations(page), []);
    await context.close();
  }
});

test('lists, programmes and words from right to left are clean', async () => {
  const context = await site.browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(`${site.url}/ar/calendar`);
  assert.deepEqual(await violations(page), []);
  await page.click('a[href*="/calendar/programmes/"]');
  assert.match(await page.textContent('h1'), /Interkulturelle Woche/);
  assert.ok(await page.locator('main section li').count() >= 6);
  assert.deepEqual(await violations(page), []);
  await context.close();
});

test('a club enters its festival in two minutes of steps, and everybody sees it', async () => {
  const { context, page } = await sign_in(site, 'redaktion@demo.example');
  let steps = 0;
  const act = async (what) => { ++steps; await what; };
  await page.goto(`${site.url}/staff/events`);
  await act(page.click('a[href="/staff/events/new"]'));
  await act(page.fill('#f-title', 'Hoffest mit Musik'));
  await act(page.fill('#f-day', in_days(18)));
  await act(page.fill('#f-start', '14:00'));
  await act(page.fill('#f-end', '20:00'));
  await act(page.fill('#f-place', 'Vereinsheim, Weidenrode'));
  await act(page.fill('#f-about', 'Für alle, mit Kinderprogramm.'));
  assert.deepEqual(await violations(page), []);
  await act(page.click('main form.m-form button[type=submit]'));
  assert.match(page.url(), /\/staff\/events\/[0-9a-f-]{36}\?done=saved/);
  assert.deepEqual(await violations(page), []);
  // Two minutes: ten seconds a step.
  assert.ok(steps <= 12, `${steps} steps`);
  const list = await (await fetch(`${site.url}/uk/calendar?q=hoffest`)).text();
  assert.match(list, /Hoffest mit Musik/);
  const feed = await (await fetch(`${site.url}/calendar/weidenrode.ics`)).text();
  assert.match(feed, /SUMMARY[^\r\n]*:Hoffest mit Musik/);
  await context.close();
});

test('the address of one’s own calendar is shown once and a new one ends it', async () => {
  const { context, page } = await sign_in(site, 'gremium@demo.example');
  await page.goto(`${site.url}/staff/calendar`);
  await page.click('main form[action="/staff/calendar"] button');
  const first = new URL(await page.inputValue('#own-address')).pathname;
  assert.deepEqual(await violations(page), []);
  assert.match(await (await fetch(site.url + first)).text(), /BEGIN:VEVENT/);
  await page.goto(`${site.url}/staff/calendar`);
  assert.equal(await page.locator('#own-address').count(), 0);
  await page.click('main form[action="/staff/calendar"] button');
  assert.doesNotMatch(await (await fetch(site.url + first)).text(), /BEGIN:VEVENT/);
  await context.close();
});

test('Thunderbird’s parser sees a series with the day that falls out and the day that moved', async () => {
  const text = await (await fetch(`${site.url}/calendar.ics`)).text();
  const root = new ICAL.Component(ICAL.parse(text));
  for (const zone of root.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  const events = root.getAllSubcomponents('vevent').map((part) => new ICAL.Event(part));
  assert.ok(events.length > 15);
  assert.equal(root.getFirstPropertyValue('method'), null);
  const cafe = events.find((event) => event.isRecurring() && event.summary === 'Sprachcafé');
  const moved = events.filter((event) => event.isRecurrenceException() && event.uid === cafe.uid);
  assert.equal(moved.length, 1);
  for (const one of moved) cafe.relateException(one);
  const starts = [];
  for (let next, iterator = cafe.iterator(); (next = iterator.next());) {
    const details = cafe.getOccurrenceDetails(next);
    starts.push(details.startDate.toJSDate());
    assert.equal(details.startDate.hour, 16);
  }
  // A week apart, but for the third, which falls out, and the fourth, a day later.
  const gaps = starts.slice(1).map((start, n) => Math.round((start - starts[n]) / 86_400_000));
  assert.deepEqual(gaps.slice(0, 4), [7, 15, 6, 7]);
  assert.ok(new Set(events.filter((event) => !event.isRecurrenceException()).map((event) => event.uid)).size
    === events.filter((event) => !event.isRecurrenceException()).length, 'a UID stands twice');
});
