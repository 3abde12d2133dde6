/** What the page shows before, while and after Python works, and when it cannot. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertFiguresAreTheCommandLines,
  field,
  figuresOn,
  PAGE,
  reaches,
  SITE,
  testInChromium,
  type,
  useBrowser,
  visiting,
} from './support.mjs';

/** @typedef {import('./support.mjs').Page} Page */

useBrowser();

/**
 * Ends the page's worker by an error that nothing catches.
 *
 * @param {import('playwright-core').Worker} worker - the worker
 */
async function crash(worker) {
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('crashed on purpose');
    });
  });
}

/**
 * @param {Page} page - a page whose calculator has loaded
 * @returns {import('playwright-core').Worker} the calculators' worker
 */
function workerOf(page) {
  const worker = page.workers().find((candidate) => candidate.url().includes('/runtime/'));
  assert.ok(worker);
  return worker;
}

/**
 * @param {Page} page - a page
 * @returns {Promise<import('playwright-core').Worker>} the calculators' worker that starts next
 */
function nextWorker(page) {
  return page.waitForEvent('worker', (worker) => worker.url().includes('/runtime/'));
}

const ON_PURPOSE = /crashed on purpose/;
const MISSING = /Failed to load resource|ERR_FAILED|NetworkError|Failed to fetch/;

// playwright-core cannot switch Firefox's JavaScript off.
testInChromium('without JavaScript the page shows example, ledger and the way to work it out on paper', () =>
  visiting(
    async (page) => {
      await page.goto(PAGE);
      await reaches(page, 'example');
      assert.ok('patient_pays' in (await figuresOn(page)));
      const result = page.locator('[data-result]');
      assert.ok((await result.locator('table.ah-ledger tbody tr').count()) >= 40);
      assert.match(await page.locator('article').innerText(), /on paper/i);
      assert.equal(await page.locator('.ah-calculator button:visible').count(), 0);
      for (const part of ['stale', 'loading', 'failed', 'errors']) {
        assert.ok(await page.locator(`[data-${part}]`).isHidden(), part);
      }
    },
    { javaScriptEnabled: false },
  ),
);

test('while Python is on its way the page says how far and how many megabytes', () =>
  visiting(async (page) => {
    /** @type {(value?: unknown) => void} */
    let release = () => {};
    const seen = new Promise((resolve) => (release = resolve));
    await page.route('**/memory.bin', async (route) => {
      await seen;
      await route.continue();
    });
    await page.goto(PAGE);
    const example = await figuresOn(page);
    await field(page, 'care.0.visits').fill('12');
    await reaches(page, 'loading');
    assert.ok(await page.locator('[data-loading]').isVisible());
    await page.locator('[data-megabytes]', { hasText: /\d\.\d MB \/ \d+\.\d MB/ }).waitFor();
    assert.deepEqual(await figuresOn(page), example);
    assert.notEqual(await page.locator('[data-status]').textContent(), '');
    release();
    await reaches(page, 'ready');
    assert.ok(await page.locator('[data-loading]').isHidden());
    await assertFiguresAreTheCommandLines(page);
  }));

test('Python starts while the page is still being read, and only once', () =>
  visiting(async (page) => {
    let started = 0;
    page.on('worker', (worker) => (started += Number(worker.url().includes('/runtime/'))));
    /** @type {(value?: unknown) => void} */
    let release = () => {};
    const early = new Promise((resolve) => (release = resolve));
    await page.route('**/assets/calculators.js', async (route) => {
      await early;
      await route.continue();
    });
    const worker = nextWorker(page);
    await page.goto(PAGE, { waitUntil: 'commit' });
    await worker;
    assert.equal(await page.locator('[data-live]').count(), 0);
    release();
    await type(page, { 'care.0.visits': '12' });
    await assertFiguresAreTheCommandLines(page);
    assert.equal(started, 1);
  }));

test('a visitor who saves data loads Python only after typing', () =>
  visiting(async (page) => {
    await page.addInitScript(() => {
      Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
    });
    /** @type {string[]} */
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(PAGE, { waitUntil: 'networkidle' });
    assert.ok(!asked.some((address) => address.includes('/runtime/')));
    await type(page, { 'care.0.visits': '12' });
    await assertFiguresAreTheCommandLines(page);
  }));

test('when a file of the runtime is missing the page says so and keeps the example', () =>
  visiting(
    async (page) => {
      await page.route('**/pyodide.asm.wasm', (route) => route.fulfill({ status: 404 }));
      await page.goto(PAGE);
      const example = await figuresOn(page);
      await field(page, 'care.0.visits').fill('12');
      await reaches(page, 'failed');
      assert.ok(await page.locator('[data-failed]').isVisible());
      assert.ok(await page.locator('[data-stale]').isVisible());
      assert.deepEqual(await figuresOn(page), example);
      assert.equal(await field(page, 'care.0.visits').inputValue(), '12');

      await page.unroute('**/pyodide.asm.wasm');
      await field(page, 'care.0.visits').press('Enter');
      await reaches(page, 'ready');
      assert.ok(await page.locator('[data-failed]').isHidden());
      await assertFiguresAreTheCommandLines(page);
    },
    { errors: MISSING },
  ));

test('when the worker itself is missing the page says so before anything is typed', () =>
  visiting(
    async (page) => {
      await page.route('**/worker.js', (route) => route.abort());
      await page.goto(PAGE);
      await reaches(page, 'failed');
      assert.ok(await page.locator('[data-failed]').isVisible());
      assert.ok(await page.locator('[data-stale]').isHidden());
      assert.ok('patient_pays' in (await figuresOn(page)));
    },
    { errors: MISSING },
  ));

// playwright-core loses hold of Firefox's workers, and so cannot crash them.
testInChromium('a worker that crashes comes back by itself, once', () =>
  visiting(
    async (page) => {
      await page.goto(PAGE);
      await type(page, { 'care.0.visits': '11' });

      let next = nextWorker(page);
      await crash(workerOf(page));
      const second = await next;
      await type(page, { 'care.0.visits': '12' });
      await assertFiguresAreTheCommandLines(page);

      next = nextWorker(page);
      await crash(second);
      await crash(await next);
      await reaches(page, 'failed');
      assert.ok(await page.locator('[data-failed]').isVisible());
      assert.ok('patient_pays' in (await figuresOn(page)));
    },
    { errors: ON_PURPOSE },
  ),
);

// As above.
testInChromium('what waits when the worker crashes is computed by the next one', () =>
  visiting(
    async (page) => {
      let asked = 0;
      await page.route('**/memory.bin', async (route) => {
        asked += 1;
        // The first worker never gets its last file.
        if (asked > 1) await route.continue();
      });
      const first = nextWorker(page);
      await page.goto(PAGE);
      await field(page, 'care.0.visits').fill('12');
      await reaches(page, 'loading');
      const other = page.waitForRequest('**/lean/*');
      await crash(await first);
      await reaches(page, 'ready');
      await assertFiguresAreTheCommandLines(page);
      // In case the fast way is what crashed.
      await other;
    },
    { errors: ON_PURPOSE },
  ),
);

// As above.
testInChromium(
  'the next worker takes the fast way again where the lean one is out of reach, as it is without network',
  () =>
    visiting(
      async (page) => {
        await page.route('**/lean/*', (route) => route.abort());
        await page.goto(PAGE);
        await type(page, { 'care.0.visits': '12' });
        await crash(workerOf(page));
        await type(page, { 'care.0.visits': '13' });
        await assertFiguresAreTheCommandLines(page);
      },
      { errors: /crashed on purpose|Failed to load resource|ERR_FAILED/ },
    ),
);

test('instant navigation away and back keeps the worker and what was typed', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, { 'care.0.visits': '12' });
    const figures = await figuresOn(page);
    let workers = 0;
    page.on('worker', (worker) => (workers += Number(worker.url().includes('/runtime/'))));
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));

    await page
      .locator('.md-logo:visible, .md-header__topic:visible')
      .first()
      .evaluate(() => undefined);
    await page.locator(`a[href]`).evaluateAll((links, home) => {
      const link = links.find((candidate) => /** @type {HTMLAnchorElement} */ (candidate).href === home);
      /** @type {HTMLElement} */ (link).click();
    }, SITE);
    await page.waitForURL(SITE);
    await page.locator('[data-calculator]').waitFor({ state: 'detached' });
    await page.goBack();
    await reaches(page, 'ready');

    assert.ok(await page.evaluate(() => 'sameDocument' in window));
    assert.equal(await field(page, 'care.0.visits').inputValue(), '12');
    assert.deepEqual(await figuresOn(page), figures);
    await type(page, { 'care.0.visits': '13' });
    await assertFiguresAreTheCommandLines(page);
    assert.equal(workers, 0);
  }));
