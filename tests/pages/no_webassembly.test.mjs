/** What a page does in a browser in which WebAssembly is off. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertFailsKindly, PAGE, useBrowser, visiting } from './support.mjs';

useBrowser(['--js-flags=--jitless']);

test('without WebAssembly the page says what to do and keeps the example and what was typed', () =>
  visiting(
    async (page) => {
      await page.goto(PAGE);
      assert.equal(await page.evaluate(() => typeof WebAssembly), 'undefined');
      await assertFailsKindly(page);
      const said = await page.locator('[data-failed]').innerText();
      assert.match(said, /WebAssembly is switched off.*Allow it/s);
      // Trying again cannot help here.
      assert.doesNotMatch(said, /try again/);
    },
    { errors: /WebAssembly is not defined/ },
  ));
