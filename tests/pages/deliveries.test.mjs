/** The same page in a frame that may do nothing but run scripts. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertFiguresAreTheCommandLines, figuresOn, PAGE, SITE, type, useBrowser, visiting } from './support.mjs';

useBrowser();

const TYPED = { 'care.0.visits': '31', 'care.0.allowed': '$120.50' };

/** What Material itself says where storage is refused, and its list of pages. */
const NO_STORAGE = /(local|session)Storage|sitemap\.xml|Failed to load resource/;

/** @returns {Promise<Record<string, any>>} the figures of the website for what is typed here */
async function figuresOfTheWebsite() {
  /** @type {Record<string, any>} */
  let figures = {};
  await visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, TYPED);
    figures = await assertFiguresAreTheCommandLines(page);
  });
  return figures;
}

test('in a frame with sandbox="allow-scripts" the page has the same figures', async () => {
  const figures = await figuresOfTheWebsite();
  await visiting(
    async (page) => {
      await page.route(`${SITE}host.html`, (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: `<!doctype html><title>Host</title><iframe sandbox="allow-scripts" width="800" height="900" src="${PAGE}"></iframe>`,
        }),
      );
      await page.goto(`${SITE}host.html`);
      const frame = page.frameLocator('iframe');
      await type(frame, TYPED);
      await frame.locator('button[type="submit"]').click();
      assert.deepEqual(await figuresOn(frame), figures);
    },
    { errors: NO_STORAGE },
  );
});
