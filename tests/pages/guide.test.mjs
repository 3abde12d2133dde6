/** The guide's pages: terms that open their definition, print, search, instant navigation. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, testInChromium, testOnWebsite, useBrowser, visiting } from './support.mjs';

const GUIDE = addressOf('guide/coverage/limits/');

useBrowser();

test('a term opens its definition by pointer and keyboard, and closes again, without a script too', async (t) => {
  for (const javaScriptEnabled of [true, false]) {
    await t.test(javaScriptEnabled ? 'with scripts' : 'without', () =>
      visiting(
        async (page) => {
          await page.goto(GUIDE);
          const term = page.locator('.term').first();
          const definition = page.locator('.definition').first();
          assert.ok(await definition.isHidden());
          await term.click();
          await definition.waitFor();
          const place = await definition.boundingBox();
          assert.ok(place && place.x >= 0 && place.x + place.width <= 360, JSON.stringify(place));
          await page.keyboard.press('Escape');
          await definition.waitFor({ state: 'hidden' });
          await term.focus();
          await page.keyboard.press('Enter');
          await definition.waitFor();
          await page.keyboard.press('Tab');
          await page.keyboard.press('Enter');
          await page.waitForURL(/\/glossary(\/|\.html)#/);
        },
        { javaScriptEnabled, viewport: { width: 360, height: 800 } },
      ),
    );
  }
});

test('a term reads on in its line, and is large enough to be pressed', () =>
  visiting(
    async (page) => {
      await page.goto(GUIDE);
      const odd = await page.locator('.term').evaluateAll((all) =>
        all
          .filter((term) => {
            const own = getComputedStyle(term);
            const around = getComputedStyle(/** @type {Element} */ (term.parentElement));
            const alike = /** @type {const} */ (['fontFamily', 'fontSize', 'fontWeight', 'color']).every(
              (name) => own[name] === around[name],
            );
            return !alike || [...term.getClientRects()].some((line) => line.height < 23.9);
          })
          .map((term) => term.outerHTML),
      );
      assert.deepEqual(odd, []);
    },
    { viewport: { width: 360, height: 800 } },
  ));

// playwright-core cannot show Firefox's pages as they are printed.
testInChromium('a print of a page is its text, without tools, definitions and navigation', () =>
  visiting(async (page) => {
    await page.goto(GUIDE);
    assert.ok(await page.locator('[data-action="print-page"]').isVisible());
    await page.locator('.term').first().click();
    await page.emulateMedia({ media: 'print' });
    const unwanted = ':is(.definition, .tool, .page-foot button, nav, .md-header, .md-tabs, .md-footer):visible';
    assert.equal(await page.locator(unwanted).count(), 0);
    assert.ok(await page.locator('ul.sources li').first().isVisible());
    assert.match(await page.locator('.page-foot').innerText(), /Last reviewed/);
  }),
);

testOnWebsite('the print button is there after instant navigation too', () =>
  visiting(async (page) => {
    await page.goto(GUIDE);
    const prints = await page.evaluateHandle(() => {
      const counted = { prints: 0 };
      window.print = () => {
        counted.prints += 1;
      };
      return counted;
    });
    await page.locator('.md-sidebar--primary a[href$="/coverage/networks/"]').click();
    await page.locator('h1', { hasText: 'etwork' }).waitFor();
    await page.locator('[data-action="print-page"]').click();
    assert.equal(await prints.evaluate((counted) => counted.prints), 1);
  }),
);

// From files it is a script, and no request.
testOnWebsite('the index of all pages is fetched when somebody searches, or opens a link to a search', () =>
  visiting(async (page) => {
    /** @type {string[]} */
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    const indexes = () => asked.filter((address) => address.endsWith('/search_index.json')).length;
    await page.goto(addressOf(''), { waitUntil: 'networkidle' });
    assert.equal(indexes(), 0);
    await page.keyboard.press('/');
    await page.keyboard.type('appeal');
    await page.locator('.md-search-result__link').first().waitFor();
    assert.equal(indexes(), 1);
    await page.goto(`${addressOf('')}?q=appeal`);
    await page.locator('.md-search-result__link').first().waitFor();
  }),
);

test('a search finds a question by the words that people use for it, and a term in the glossary', () =>
  visiting(async (page) => {
    for (const [words, address] of /** @type {const} */ ([
      ['hard max', /\/(faq|guide)\//],
      ['allowed amount', /\/(glossary|guide)[/.]/],
      ['denied therapy', /\/guide\/denials\/read-the-notice[/.]/],
      ['appeal', /\/guide\/denials\/[a-z-]*appeals?[/.]/],
      ['two insurances', /\/guide\/second-coverage\/who-pays-first[/.]/],
      ['part b', /\/guide\/second-coverage\/medicare[/.]/],
    ])) {
      await page.goto(addressOf(''));
      await page.locator('.md-search__input').fill(words);
      // Material listens to keys.
      await page.keyboard.press('End');
      const found = page.locator('.md-search-result__link').first();
      await found.waitFor();
      assert.match((await found.getAttribute('href')) ?? '', address);
    }
  }));
