/** How much a page makes a reader download before anything is calculated. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { downloadsOn, heaviestPages, withoutRuntime } from './downloads.mjs';
import { FOLDER, SITE, useBrowser, visiting } from './support.mjs';

const MOST_BYTES_OF_A_PAGE = 350_000;

useBrowser();

test('the heaviest page of each kind is small without the runtime', async (t) => {
  for (const path of Object.values(heaviestPages(FOLDER))) {
    await t.test(`/${path}`, () =>
      visiting(async (page) => {
        const downloads = downloadsOn(page, SITE);
        await page.goto(SITE + path, { waitUntil: 'networkidle' });
        const bytes = withoutRuntime(downloads);
        assert.ok(bytes > 50_000 && bytes <= MOST_BYTES_OF_A_PAGE, JSON.stringify(downloads));
      }),
    );
  }
});
