/** The page on privacy shows what it asks the network for, and its list is the browser's. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, button, figuresOfCommandLine, SITE, useBrowser, visiting } from './support.mjs';

useBrowser();

test('a calculation on the page asks for nothing, and the page lists all that was asked before', () =>
  visiting(async (page) => {
    /** @type {string[]} */
    const asked = [];
    page.context().on('request', (request) => asked.push(request.url()));
    await page.goto(`${SITE}privacy/`);
    await button(page, 'check-privacy').click();
    await page.locator('[data-found]').waitFor();
    assert.equal(await page.locator('[data-during]').innerText(), 'None.');
    assert.equal(await page.locator('[data-during-list] li').count(), 0);
    assert.equal(await page.locator('[data-refused]').innerText(), 'None.');
    const listed = await page.locator('[data-before-list] li').allInnerTexts();
    const path = new URL(SITE).pathname;
    assert.ok(listed.includes(`${path}privacy/`));
    assert.ok(listed.some((name) => name.endsWith('/snapshot/memory.bin')));
    const unlisted = new Set(asked.map((address) => new URL(address).pathname));
    for (const name of listed) unlisted.delete(name);
    // What a browser asks for by itself is in no page's list.
    unlisted.delete(`${path}favicon.ico`);
    assert.deepEqual([...unlisted], []);
    const scenario = await page.locator('[data-scenario]').textContent();
    const { value } = /** @type {{value: string}} */ (figuresOfCommandLine(scenario ?? '')['patient_pays']);
    const result = await page.locator('[data-found] [data-result]').innerText();
    assert.ok(result.replaceAll(/[$,]/g, '').includes(String(Number(value))), result);
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    assert.equal((await page.locator('[data-policy]').innerText()).replaceAll(/;\s+/g, '; '), policy);
    await assertAccessible(page, 'what was found');
  }));

test('what the page asks for while it calculates would be listed', () =>
  visiting(
    async (page) => {
      await page.goto(`${SITE}privacy/`);
      await page.evaluate(() => {
        const status = /** @type {HTMLElement} */ (document.querySelector('[data-privacy-check] [data-status]'));
        // When the calculation begins, as a script would that somebody slipped in.
        new MutationObserver(() => {
          if (status.textContent?.startsWith('Working')) {
            void fetch('../sitemap.xml?spied');
            void fetch('https://example.org/?spied').catch(() => undefined);
          }
        }).observe(status, { childList: true });
      });
      await button(page, 'check-privacy').click();
      await page.locator('[data-found]').waitFor();
      const listed = await page.locator('[data-during-list] li').allInnerTexts();
      assert.ok(listed.some((name) => name.endsWith('sitemap.xml?spied')));
      assert.deepEqual(await page.locator('[data-refused-list] li').allInnerTexts(), [
        'connect-src: https://example.org/?spied',
      ]);
    },
    { errors: /example\.org/ },
  ));
