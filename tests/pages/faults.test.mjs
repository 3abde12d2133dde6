/** What a page does when a file of the runtime comes damaged, or when the browser refuses storage. */

import { test } from 'node:test';
import { assertFailsKindly, assertFiguresAreTheCommandLines, PAGE, type, useBrowser, visiting } from './support.mjs';

/** @typedef {import('./support.mjs').Page} Page */

useBrowser();

const INCOMPLETE = /Failed to load resource|ERR_/;

/**
 * Hands out only the first half of some files.
 *
 * @param {Page} page - the page
 * @param {string} files - which ones, as a pattern
 */
async function truncate(page, files) {
  await page.route(files, async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    await route.fulfill({ response, body: body.subarray(0, body.length / 2) });
  });
}

test('a truncated snapshot is not used, and the answer comes from the lean start', () =>
  visiting(
    async (page) => {
      await truncate(page, '**/memory.bin');
      await page.goto(PAGE);
      await type(page, { 'care.0.visits': '12' });
      await assertFiguresAreTheCommandLines(page);
    },
    { errors: INCOMPLETE },
  ));

test('when every start is truncated the page says so and keeps example and form', () =>
  visiting(
    async (page) => {
      await truncate(page, '**/pyodide.asm.wasm');
      await page.goto(PAGE);
      await assertFailsKindly(page);
    },
    { errors: INCOMPLETE },
  ));

test('files under the wrong media type are used all the same', () =>
  visiting(async (page) => {
    await page.route('**/*.wasm', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'text/plain' } });
    });
    await page.goto(PAGE);
    await type(page, { 'care.0.visits': '12' });
    await assertFiguresAreTheCommandLines(page);
  }));

test('a browser that refuses all storage answers like any other', () =>
  visiting(
    async (page) => {
      await page.addInitScript(() => {
        for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
          Object.defineProperty(window, name, {
            get() {
              throw new DOMException('refused', 'SecurityError');
            },
          });
        }
      });
      await page.goto(PAGE);
      await type(page, { 'care.0.visits': '12' });
      await assertFiguresAreTheCommandLines(page);
    },
    // Material keeps the choice of colours and does not expect to be refused.
    { errors: /refused/ },
  ));
