// What people come for, done the way they do it. Each test is a person's task.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { open_site, tab_to, visitor } from './site.mjs';

let site;
before(async () => { site = await open_site(); });
after(() => site?.close());

const heading = (page) => page.locator('h1').innerText();
const hits = (page) => page.locator('li.m-hit');

test('Ich habe einen Brief vom Jobcenter und brauche Hilfe', async () => {
  const { page, go, done } = await visitor(site);
  await go('/de');
  await page.locator('#q').fill('brief vom jobcenter');
  await page.locator('#place').fill('98993');
  await page.locator('form[role=search] button').click();
  assert.match(await heading(page), /brief vom jobcenter/i);
  assert.ok(await hits(page).count() >= 3, 'several offers');
  await hits(page).first().locator('h2 a').click();
  assert.match(page.url(), /\/de\/offers\/.*place=weidenrode/, 'the place is kept');
  assert.ok(await page.locator('main a[href^="tel:"]').count() > 0, 'a number to call');
  assert.ok(await page.locator('#h-facts').isVisible());
  await done();
});

test('Мені потрібно знайти квартиру', async () => {
  const { page, go, done } = await visitor(site, { locale: 'uk-UA' });
  await go('/');
  assert.match(page.url(), /\/uk$/, 'the phone\'s language is taken');
  await page.locator('#q').fill('квартира');
  await page.locator('#q').press('Enter');
  const found = await hits(page).allInnerTexts();
  assert.ok(found.length > 0);
  await hits(page).first().locator('h2 a').click();
  assert.equal(await page.locator('html').getAttribute('lang'), 'uk');
  assert.match(await page.locator('main').innerText(), /[а-яіїєґ]{4}/i, 'words in Ukrainian');
  await done();
});

test('أبحث عن طبيب', async () => {
  const { page, go, done } = await visitor(site, { locale: 'ar' });
  await go('/ar');
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  await page.locator('#q').fill('طبيب');
  await page.locator('form[role=search] button').click();
  assert.ok(await hits(page).count() > 0);
  // Right to left: the text begins at the right edge, telephone numbers keep their order.
  await hits(page).first().locator('h2 a').click();
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  const start = await page.locator('h1').evaluate((h1) => getComputedStyle(h1.closest('main')).direction);
  assert.equal(start, 'rtl');
  for (const number of await page.locator('main a[href^="tel:"] .m-nb').all())
    assert.equal(await number.getAttribute('dir'), 'ltr');
  await done();
});

test('Wen rufe ich in meinem Dorf an?', async () => {
  const { page, go, done } = await visitor(site);
  await go('/de');
  await page.getByText('Menü', { exact: true }).click();
  await page.locator('.m-menu--nav a[href="/de/responsible"]').click();
  await page.locator('#place').fill('Hohenlind');
  await page.locator('#topic').selectOption({ index: 1 });
  await page.locator('main form button').click();
  assert.match(page.url(), /place=Hohenlind/);
  assert.ok(await page.locator('main a[href^="tel:"]').count() > 0, 'always a number to call');
  await done();
});

test('Ich zeige am Schalter die Karte in zwei Sprachen', async () => {
  const { page, go, done } = await visitor(site);
  for (const language of ['uk', 'ar', 'de']) {
    await go(`/${language}${site.offer}`);
    await page.locator('main a[href*="/card"]').click();
    assert.ok(await page.locator('.m-card').isVisible());
    assert.ok(await page.locator('svg.m-card__qr').isVisible(), 'a code for the phone');
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g).length, 1, 'one A4 page');
  }
  await go(`/uk${site.offer}/card`);
  const text = await page.locator('.m-card').innerText();
  assert.match(text, /Ich spreche/, 'German for the desk');
  assert.match(text, /[а-яіїєґ]{4}/i, 'Ukrainian for the person');
  await done();
});

test('Hier stimmt etwas nicht: ich sage Bescheid', async () => {
  const { page, go, done } = await visitor(site);
  await go(`/de${site.offer}`);
  await page.locator('details.m-report summary').click();
  await page.locator('#text').fill('Montags ist seit Oktober zu.');
  await page.waitForTimeout(2500); // forms filled within two seconds come from robots
  await page.locator('details.m-report button[type=submit]').click();
  await page.waitForURL(/reported=1/);
  assert.match(await page.locator('#report ~ [role=status], [role=status]').first().innerText(), /Danke/);
  await done();
});

test('Wann hält der Bus als nächstes?', async () => {
  const { page, go, done } = await visitor(site);
  await go('/de?place=hohenlind');
  const box = page.locator('section[aria-labelledby=h-bus]');
  assert.match(await box.innerText(), /\d{1,2}:\d{2}/, 'a time');
  await box.locator('a.m-more').click();
  assert.ok(await page.locator('table.m-stops tbody tr').count() >= 1);
  assert.match(await page.locator('table.m-stops').innerText(), /\d{1,2}:\d{2}/);
  await done();
});

test('Nur mit der Tastatur: suchen, ein Angebot öffnen, melden', async () => {
  const { page, go, done } = await visitor(site, { viewport: { width: 1280, height: 900 } });
  await go('/de');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'm-skip', 'the way past the menu comes first');
  await page.keyboard.press('Enter');
  await tab_to(page, '#q');
  await page.keyboard.type('Wohnung');
  await page.keyboard.press('Enter');
  await page.waitForURL(/search/);
  await tab_to(page, 'li.m-hit h2 a');
  await page.keyboard.press('Enter');
  await page.waitForURL(/offers/);
  await tab_to(page, 'details.m-report summary');
  await page.keyboard.press('Enter');
  await tab_to(page, '#text');
  await page.keyboard.type('Die Nummer ist falsch.');
  await page.waitForTimeout(2200);
  await tab_to(page, 'details.m-report button[type=submit]');
  await page.keyboard.press('Enter');
  await page.waitForURL(/reported=1/);
  await done();
});

test('Лише клавіатура: змінити мову й знайти, хто відповідає', async () => {
  const { page, go, done } = await visitor(site, { viewport: { width: 1280, height: 900 } });
  await go('/de/topics');
  await tab_to(page, 'summary');
  await page.keyboard.press('Enter');
  await tab_to(page, '.m-menu a[hreflang=uk]');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/uk\/topics/);
  await tab_to(page, '.m-nav a[href="/uk/responsible"]');
  await page.keyboard.press('Enter');
  await page.waitForURL(/responsible/);
  await tab_to(page, '#place');
  await page.keyboard.type('Weidenrode');
  await page.keyboard.press('Enter');
  await page.waitForURL(/place=Weidenrode/);
  assert.ok(await page.locator('main a[href^="tel:"]').count() > 0);
  await done();
});

test('Alles geht auch ohne JavaScript', async () => {
  const { page, go, done } = await visitor(site, { javaScriptEnabled: false });
  await go('/de');
  await page.locator('#q').fill('deutsch lernen');
  await page.locator('form[role=search] button').click();
  assert.ok(await hits(page).count() > 0);
  await page.locator('.m-facets a').first().click();
  assert.ok(await page.locator('.m-chip--on').count() > 0, 'the choice shows');
  await page.locator('a.m-chip[href^="/de/map"]').click();
  assert.ok(await page.locator('main ul.m-lines li').count() > 0, 'the map is a list');
  assert.ok(!await page.locator('.m-map').isVisible(), 'no empty map');
  await page.locator('main ul.m-lines a').first().click();
  await page.locator('details.m-report summary').click();
  await page.locator('#text').fill('Die Tür ist jetzt links.');
  await page.waitForTimeout(2200);
  await page.locator('details.m-report button[type=submit]').click();
  assert.match(page.url(), /reported=1/);
  await page.locator('main a[href*="/card"]').first().press('Enter');
  await page.waitForURL(/card/);
  assert.ok(await page.locator('.m-card').isVisible());
  assert.ok(!await page.locator('[data-print]').first().isVisible(), 'no button that does nothing');
  await page.locator('.m-menu summary').first().click();
  await page.locator('.m-menu a[hreflang=ar]').first().click();
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  await done();
});

test('Ich muss schnell von der Seite weg', async () => {
  const { page, go, complaints } = await visitor(site);
  await page.route('https://www.wikipedia.org/**', (route) => route.fulfill({ body: 'elsewhere' }));
  await go('/de');
  await go(`/de${site.violence}`);
  await page.locator('[data-quick-exit]').click();
  await page.waitForURL(/wikipedia/);
  await page.goBack().catch(() => {});
  assert.doesNotMatch(page.url(), /offers/, 'the way back does not lead to the page');
  assert.deepEqual(complaints.filter((line) => !line.includes('wikipedia')), []);
  await page.context().close();
});
