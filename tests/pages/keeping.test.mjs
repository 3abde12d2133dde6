/** What is kept for the tab, what a link carries, and that nothing else is kept or sent. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  allowClipboard,
  assertFiguresAreTheCommandLines,
  button,
  field,
  figuresOn,
  PAGE,
  reaches,
  testInChromium,
  type,
  useBrowser,
  visiting,
} from './support.mjs';

/** @typedef {import('./support.mjs').Page} Page */

useBrowser();

/**
 * @param {Page} page - the page, in state ready
 * @returns {Promise<string>} the link that "Copy link" gives
 */
async function copiedLink(page) {
  await allowClipboard(page);
  await button(page, 'copy-link').click();
  const said = await page
    .locator('template[data-text="copied"]')
    .evaluate((template) => /** @type {HTMLTemplateElement} */ (template).content.textContent?.trim());
  await page.locator('[data-status]', { hasText: said ?? '' }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

// playwright-core waits in vain for a page that Firefox brings back from memory.
testInChromium('reload, away, back and forward keep what was typed, right or wrong', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, { 'plan.name': 'Mine', 'care.0.visits': '12' });
    const figures = await figuresOn(page);
    await page.reload();
    await reaches(page, 'ready');
    assert.deepEqual(await figuresOn(page), figures);
    assert.equal(await field(page, 'plan.name').inputValue(), 'Mine');

    await type(page, { 'care.0.visits': 'twelve' }, 'invalid');
    await page.goto('about:blank');
    await page.goBack();
    await reaches(page, 'invalid');
    assert.equal(await field(page, 'care.0.visits').inputValue(), 'twelve');
    await page.locator('[data-errors] a').waitFor();
    await page.goForward();
    await page.goBack();
    await reaches(page, 'invalid');
    assert.equal(await field(page, 'care.0.visits').inputValue(), 'twelve');
  }),
);

test('added rows come back too', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await page.locator('[data-action="add-row"][data-list="care"]').click();
    await field(page, 'care.1.visits').fill('3');
    await page.reload();
    assert.equal(await field(page, 'care.1.visits').inputValue(), '3');
  }));

test('starting over brings the example back and forgets what was typed', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    const example = await figuresOn(page);
    const visits = await field(page, 'care.0.visits').inputValue();
    await type(page, { 'care.0.visits': '12' });
    await button(page, 'reset').click();
    await reaches(page, 'example');
    assert.equal(await field(page, 'care.0.visits').inputValue(), visits);
    assert.deepEqual(await figuresOn(page), example);
    await page.reload();
    await reaches(page, 'example');
    await type(page, { 'care.0.visits': '12' });
  }));

test('only this tab keeps anything', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    const visits = await field(page, 'care.0.visits').inputValue();
    await type(page, { 'care.0.visits': '12' });
    const kept = await page.evaluate(async () => ({
      cookies: document.cookie,
      local: Object.keys(localStorage).filter((key) => !key.endsWith('__palette')),
      databases: await indexedDB.databases(),
      caches: await caches.keys(),
      workers: (await navigator.serviceWorker.getRegistrations()).length,
    }));
    assert.deepEqual(kept, { cookies: '', local: [], databases: [], caches: [], workers: 0 });
    const other = await page.context().newPage();
    await other.goto(PAGE);
    assert.equal(await field(other, 'care.0.visits').inputValue(), visits);
  }));

test('nothing that is typed is sent anywhere', () =>
  visiting(async (page) => {
    /** @type {string[]} */
    const sent = [];
    page.context().on('request', (request) => {
      if (request.method() !== 'GET' || request.url().includes('secret')) sent.push(request.url());
    });
    await page.goto(PAGE);
    await type(page, { 'plan.name': 'secret', 'care.0.visits': '12' });
    await page.goto(await copiedLink(page));
    await reaches(page, 'ready');
    assert.deepEqual(sent, []);
  }));

test('a copied link opens with the same figures and disappears from the address', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, { 'care.0.visits': '23', 'plan.name': 'Gold & “Öl” <b>' });
    const figures = await figuresOn(page);
    const link = await copiedLink(page);
    assert.ok(link.startsWith(`${PAGE}#scenario=annual-cost.`), link);
    await visiting(async (other) => {
      await other.goto(link);
      await reaches(other, 'ready');
      assert.equal(other.url(), PAGE);
      assert.deepEqual(await figuresOn(other), figures);
      assert.equal(await field(other, 'care.0.visits').inputValue(), '23');
      await assertFiguresAreTheCommandLines(other);
      await other.reload();
      await reaches(other, 'ready');
      assert.deepEqual(await figuresOn(other), figures);
    });
  }));

test('a link opened on the page itself replaces what stands there, and can be undone', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, { 'care.0.visits': '23' });
    const link = await copiedLink(page);
    await type(page, { 'care.0.visits': '24' });
    await page.goto(link);
    await page.waitForFunction(
      () => /** @type {HTMLInputElement | null} */ (document.querySelector('[name="care.0.visits"]'))?.value === '23',
    );
    await reaches(page, 'ready');
    await page.waitForURL(PAGE);
    await button(page, 'undo').click();
    await reaches(page, 'ready');
    assert.equal(await field(page, 'care.0.visits').inputValue(), '24');
  }));

test('a link is not lost when the page is left and drawn anew before the link was read', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, { 'care.0.visits': '23' });
    const link = await copiedLink(page);
    await visiting(async (other) => {
      /** @type {(value?: unknown) => void} */
      let release = () => {};
      const returned = new Promise((resolve) => (release = resolve));
      await other.route('**/memory.bin', async (route) => {
        await returned;
        await route.continue();
      });
      await other.goto(link);
      await reaches(other, 'loading');
      await other.locator('.md-header a.md-logo').click();
      await other.locator('[data-calculator]').waitFor({ state: 'detached' });
      await other.goBack();
      await reaches(other, 'loading');
      release();
      await reaches(other, 'ready');
      assert.equal(await field(other, 'care.0.visits').inputValue(), '23');
    });
  }));

test('a link cut in half is refused with a sentence, wherever it was cut', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, { 'care.0.visits': '23' });
    const link = await copiedLink(page);
    const start = link.indexOf('=') + 1;
    for (const length of [start, start + 5, Math.floor((start + link.length) / 2), link.length - 1]) {
      await page.goto('about:blank');
      await page.goto(link.slice(0, length));
      await page.locator('[data-errors]:focus').waitFor();
      assert.match(await page.locator('[data-errors]').innerText(), /link/i);
      await reaches(page, 'ready');
      assert.ok(await page.locator('[data-stale]').isHidden());
      assert.equal(page.url(), PAGE);
      assert.equal(await field(page, 'care.0.visits').inputValue(), '23');
    }
  }));

test('other addresses with a # are left alone', () =>
  visiting(async (page) => {
    await page.goto(`${PAGE}#annual-cost`);
    await type(page, { 'care.0.visits': '12' });
    assert.equal(page.url(), `${PAGE}#annual-cost`);
  }));

test('where the clipboard is refused the link is shown to be copied by hand', () =>
  visiting(async (page) => {
    await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await page.goto(PAGE);
    await button(page, 'copy-link').click();
    const shown = page.locator('input.ah-copy');
    await shown.waitFor();
    assert.ok((await shown.inputValue()).startsWith(`${PAGE}#scenario=annual-cost.`));
    assert.ok(await shown.evaluate((input) => input === document.activeElement));
  }));
