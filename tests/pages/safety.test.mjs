/** What is typed comes out as text and stays in the browser. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { button, download, field, PAGE, reaches, textFields, type, useBrowser, visiting } from './support.mjs';

/** @typedef {import('./support.mjs').Page} Page */

useBrowser();

const MARKUP = '<img src=x onerror="document.title=1">&amp;</title><b id="slipped">';

/**
 * Checks that no markup slipped into the page.
 *
 * @param {Page} page - the page
 */
async function assertNoMarkup(page) {
  assert.equal(await page.locator('#slipped, .ah-calculator img').count(), 0);
  assert.notEqual(await page.title(), '1');
}

test('markup typed into a text field comes out as text in the result, the files and the link', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, { 'plan.name': MARKUP });
    await assertNoMarkup(page);
    assert.match(await page.locator('[data-result]').innerText(), /<img src=x onerror="document\.title=1">&amp;/);
    for (const format of /** @type {const} */ (['csv', 'json', 'scenario'])) {
      assert.ok((await download(page, format)).length > 0, format);
    }
    assert.equal(JSON.parse(await download(page, 'scenario')).plan.name, MARKUP);

    await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await page.reload();
    await reaches(page, 'ready');
    await button(page, 'copy-link').click();
    const link = await page.locator('input.ah-copy').inputValue();
    await page.goto('about:blank');
    await page.goto(link);
    await reaches(page, 'ready');
    assert.equal(await field(page, 'plan.name').inputValue(), MARKUP);
    await assertNoMarkup(page);
  }));

test('markup typed into every text field comes out as text in the errors', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    const inputs = await textFields(page);
    for (const input of inputs) await input.fill(MARKUP);
    await inputs[0]?.press('Enter');
    await page.locator('[data-errors]:focus').waitFor();
    await assertNoMarkup(page);
    assert.ok((await page.locator('.ah-error:visible').count()) > 5);
    for (const input of inputs) assert.equal(await input.inputValue(), MARKUP);
  }));

test('markup in a scenario file comes out as text, wherever it stands', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    const good = JSON.parse(await download(page, 'scenario'));
    const files = [
      { ...good, plan: { ...good.plan, name: MARKUP } },
      { ...good, [MARKUP]: 1 },
      { ...good, calculator: MARKUP },
      { ...good, care: [{ ...good.care[0], service: MARKUP, person: MARKUP, allowed: MARKUP }] },
    ];
    for (const [index, file] of files.entries()) {
      await field(page, 'care.0.visits').focus();
      await button(page, 'open-file').setInputFiles({
        name: '<b id="slipped">.json',
        mimeType: 'application/json',
        buffer: Buffer.from(JSON.stringify(file)),
      });
      if (index === 0) await reaches(page, 'ready');
      else await page.locator('[data-errors]:focus').waitFor();
      await assertNoMarkup(page);
    }
  }));
