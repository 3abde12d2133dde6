/** The offline copy: every page and every calculator from file://, in each browser. */

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { answer, CHILD } from '../pages/asking.mjs';
import {
  addressOf,
  assertFiguresAreTheCommandLines,
  button,
  figuresOn,
  figuresOfCommandLine,
  download,
  FOLDER,
  testInChromium,
  type,
  useBrowser,
  visiting,
} from '../pages/support.mjs';

/** @typedef {import('../pages/support.mjs').Page} Page */

useBrowser();

/**
 * @param {Page} page - a page
 * @returns {Promise<void>} when it has been printed, onto one sheet or more
 */
async function print(page) {
  const printed = await page.pdf({ format: 'Letter' });
  assert.equal(printed.subarray(0, 5).toString(), '%PDF-');
}

test('every page opens, and says how old the copy is', () =>
  visiting(async (page) => {
    const files = await readdir(FOLDER, { recursive: true });
    const pages = files.filter((name) => name.endsWith('.html'));
    assert.ok(pages.length > 70);
    for (const name of pages) {
      await page.goto(pathToFileURL(`${FOLDER}/${name}`).href);
      assert.match(
        await page.locator('.offline-copy').innerText(),
        /^Offline copy of [A-Z][a-z]+ \d+, \d{4}, with the yearly figures of \d{4} to \d{4}\./,
        name,
      );
    }
  }));

test('the calculator of a year gives its first result, and prints it', () =>
  visiting(async (page) => {
    await page.goto(addressOf('calculators/annual-cost/'));
    await type(page, { 'care.0.visits': '31', 'care.0.allowed': '$120.50' });
    await assertFiguresAreTheCommandLines(page);
    await print(page);
  }));

test('the comparison of plans gives its first result, and prints it', () =>
  visiting(async (page) => {
    await page.goto(addressOf('calculators/compare-plans/'));
    await type(page, { 'care.0.visits': '31' });
    const shown = await figuresOn(page);
    const computed = figuresOfCommandLine(await download(page, 'scenario'));
    assert.ok(Object.keys(shown).length > 5);
    for (const [name, figure] of Object.entries(shown)) assert.deepEqual(figure, computed[name], name);
    await print(page);
  }));

test('who pays first asks its questions, and prints the answer', () =>
  visiting(async (page) => {
    await page.goto(addressOf('calculators/two-plans/'));
    await button(page, 'start-interview').click();
    const question = page.locator('[data-interview] [data-question] .ah-question');
    const first = await question.textContent();
    await answer(page, CHILD);
    await button(page, 'question-continue').click();
    await question.filter({ hasNotText: first ?? '' }).waitFor();
    await print(page);
  }));

test('a search from the first page leads to a page that is there', () =>
  visiting(async (page) => {
    await page.goto(addressOf(''));
    await page.locator('.md-search__input').fill('denied therapy');
    // Material listens to keys.
    await page.keyboard.press('End');
    await page.locator('.md-search-result__link').first().click();
    await page.waitForURL(/read-the-notice\.html/);
    await page.locator('h1', { hasText: 'notice' }).waitFor();
  }));

// playwright-core cannot show Firefox's pages as they are printed.
testInChromium('a print says how old the copy is: of a page, a checklist, and a result', () =>
  visiting(async (page) => {
    for (const path of ['guide/coverage/limits/', 'checklists/denial/', 'calculators/annual-cost/']) {
      await page.goto(addressOf(path));
      await page.locator('[data-live], [data-action="print-page"]').first().waitFor();
      await page.emulateMedia({ media: 'print' });
      assert.ok(await page.locator('.offline-copy').isVisible(), path);
      await page.emulateMedia({ media: 'screen' });
    }
  }),
);

test('the page on privacy claims no list of files, which browsers do not keep', () =>
  visiting(async (page) => {
    await page.goto(addressOf('privacy/'));
    await button(page, 'check-privacy').click();
    await page.locator('[data-found]').waitFor();
    assert.match(await page.locator('[data-before]').innerText(), /^None over a network\..*files on your device/);
    assert.equal(await page.locator('[data-during]').innerText(), 'None.');
    assert.equal(await page.locator('[data-refused]').innerText(), 'None.');
    assert.match(await page.locator('[data-policy]').innerText(), /default-src 'none'/);
    assert.ok(await page.locator('[data-from-folder]').first().isVisible());
    assert.ok(!(await page.locator('[data-from-site]').first().isVisible()));
  }));

// playwright-core cannot put itself between Firefox and a file.
testInChromium('when the memory of the fast start is damaged, the lean start gives the same figures', () =>
  visiting(async (page) => {
    await page.route('**/memory.bin.js', (route) => route.fulfill({ body: 'void 0;', contentType: 'text/javascript' }));
    await page.goto(addressOf('calculators/annual-cost/'));
    await type(page, { 'care.0.visits': '31', 'care.0.allowed': '$120.50' });
    await assertFiguresAreTheCommandLines(page);
  }),
);
