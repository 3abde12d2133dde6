/**
 * What the page tests share: a browser, a visit that is watched for errors and foreign requests, the command line.
 *
 * @module
 */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, watch } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium, firefox } from 'playwright-core';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Frame} Frame */
/** @typedef {Page | Frame | import('playwright-core').FrameLocator} Place */

/** Address of the delivery under test, with a slash at its end: a website's, or a folder's from file://. */
export const SITE = process.env['SITE_URL'] ?? '';

/** Folder of the delivery under test. */
export const FOLDER = process.env['SITE_DIR'] ?? '';

const FROM_FILES = SITE.startsWith('file:');

const IN_FIREFOX = process.env['BROWSER'] === 'firefox';

/**
 * @param {string} path - a page's path on the website, with a slash at its end
 * @returns {string} its address in the delivery under test
 */
export function addressOf(path) {
  if (!FROM_FILES) return SITE + path;
  return existsSync(`${FOLDER}/${path}index.html`) ? `${SITE}${path}index.html` : `${SITE}${path.slice(0, -1)}.html`;
}

/** The page with the first calculator. */
export const PAGE = addressOf('calculators/annual-cost/');

/** What is no test where it does not apply. */
const notHere = /** @type {typeof test} */ (() => Promise.resolve());

/** A test of what only a server can do: instant navigation, files that come late or not at all. */
export const testOnWebsite = FROM_FILES ? notHere : test;

/** A test that needs what playwright-core cannot do with Firefox; the test says what. */
export const testInChromium = IN_FIREFOX ? notHere : test;

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Generous, because a busy machine is no reason to fail. */
const PATIENCE_MS = 60_000;

/** How Chromium is started. */
export const CHROMIUM = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

/** @type {import('playwright-core').Browser} */
let browser;

/** Where Firefox stores the files that it downloads. */
let downloads = '';

/**
 * Opens one browser for all tests of a module.
 *
 * @param {string[]} [more] - further options of its command line
 */
export function useBrowser(more = []) {
  before(async () => {
    if (IN_FIREFOX) {
      downloads = mkdtempSync(join(tmpdir(), 'downloads-'));
      browser = await firefox.launch({
        // By the protocol that Firefox itself speaks; playwright's own needs a patched Firefox.
        channel: 'moz-firefox',
        executablePath: process.env['FIREFOX'] ?? '/usr/bin/firefox-esr',
        downloadsPath: downloads,
      });
      return;
    }
    browser = await chromium.launch({ ...CHROMIUM, args: [...CHROMIUM.args, ...more] });
  });
  after(async () => {
    await browser.close();
    if (downloads) rmSync(downloads, { recursive: true });
  });
}

/**
 * Visits the site in a fresh profile. The visit fails when the page reports an error or asks another origin for anything.
 * No copy of the site is kept: a test that is about something else need not wait beside that.
 *
 * @param {(page: Page) => Promise<void>} visit - what the visitor does
 * @param {import('playwright-core').BrowserContextOptions & {errors?: RegExp, host?: string}} [options] - the visitor's
 *   browser, which errors the visit provokes, and the other origin on whose page the visit takes place
 */
export async function visiting(visit, { errors, host = SITE, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.addInitScript(() => {
    // Not playwright's own `serviceWorkers: 'block'`, which throws in frames without an origin.
    if (top === self && 'serviceWorker' in navigator) {
      navigator.serviceWorker.register = () => new Promise(() => undefined);
    }
  });
  await watching(context, visit, [SITE, host], errors);
}

/**
 * Makes a visit that fails when the page reports an error or asks another origin for anything; the visitor's browser is
 * closed with it.
 *
 * @param {import('playwright-core').BrowserContext} context - the visitor's browser
 * @param {(page: Page) => Promise<void>} visit - what the visitor does
 * @param {string[]} sites - addresses of what may be asked
 * @param {RegExp} [errors] - which errors the visit provokes
 */
export async function watching(context, visit, sites, errors) {
  context.setDefaultTimeout(PATIENCE_MS);
  /** @type {string[]} */
  const wrong = [];
  context.on('request', (request) => {
    if (!/^(blob|data|file):/.test(request.url()) && !sites.some((origin) => request.url().startsWith(origin))) {
      wrong.push(`asked for ${request.url()}`);
    }
  });
  if (FROM_FILES) {
    context.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? '';
      // Pages that are left break off what they asked for.
      if (!reason.includes('ABORTED')) wrong.push(`failed to load ${request.url()}: ${reason}`);
    });
  }
  context.on('console', (message) => {
    if (message.type() === 'error' && !errors?.test(message.text())) wrong.push(`reported ${message.text()}`);
  });
  context.on('weberror', (error) => {
    if (!errors?.test(error.error().message)) wrong.push(`threw ${error.error().stack}`);
  });
  try {
    await visit(await context.newPage());
  } finally {
    await context.close();
  }
  assert.deepEqual(wrong, []);
}

/**
 * @param {Place} place - a page or frame
 * @param {string} name - a control's name
 * @returns {import('playwright-core').Locator} the control
 */
export function field(place, name) {
  return place.locator(`[name="${name}"]:not([type="hidden"])`);
}

/**
 * @param {Place} place - a page or frame
 * @param {string} action - a button's action
 * @returns {import('playwright-core').Locator} the button
 */
export function button(place, action) {
  return place.locator(`[data-action="${action}"]`);
}

/**
 * Waits until the result is in a state.
 *
 * @param {Place} place - a page or frame
 * @param {string} state - the state
 */
export async function reaches(place, state) {
  await place.locator(`[data-result][data-state="${state}"]`).waitFor();
}

/**
 * Folds open what a control is folded into.
 *
 * @param {import('playwright-core').Locator} control - the control
 */
async function unfoldAround(control) {
  const folded = control.locator('xpath=ancestor::details[not(@open)]/summary');
  while ((await folded.count()) > 0) await folded.first().click();
}

/**
 * Every text field of the form, in sight.
 *
 * @param {Page} page - the page
 * @returns {Promise<import('playwright-core').Locator[]>} the fields
 */
export async function textFields(page) {
  await page.locator('.ah-calculator form details').evaluateAll((all) => {
    for (const details of all) /** @type {HTMLDetailsElement} */ (details).open = true;
  });
  const inputs = await page.locator('.ah-calculator form input[type="text"]:visible').all();
  return inputs;
}

/**
 * Types into fields, leaves the last one, and waits for the state that follows.
 *
 * @param {Place} place - a page or frame
 * @param {Record<string, string>} texts - what to type, by control name
 * @param {string} [state] - the state to wait for
 */
export async function type(place, texts, state = 'ready') {
  for (const [name, text] of Object.entries(texts)) {
    const control = field(place, name);
    await unfoldAround(control.first());
    const kind = await control.first().evaluate((element) => element.getAttribute('type') ?? element.localName);
    if (kind === 'select') await control.selectOption(text);
    else if (kind === 'radio') await place.locator(`[name="${name}"][value="${text}"]`).check();
    else await control.fill(text);
  }
  await field(place, Object.keys(texts).at(-1) ?? '')
    .last()
    .blur();
  await reaches(place, state);
}

/**
 * The figures that stand on the page: a value, or the two ends of a range.
 *
 * @param {Place} place - a page or frame
 * @returns {Promise<Record<string, unknown>>} by name
 */
export async function figuresOn(place) {
  const found = await place.locator('[data-result] [data-figure]').evaluateAll((elements) =>
    elements.map((element) => {
      const { figure = '', low, high } = /** @type {HTMLElement} */ (element).dataset;
      const value = element.getAttribute('value');
      return { figure, shown: value === null ? { low, high } : { value } };
    }),
  );
  /** @type {Record<string, unknown>} */
  const figures = {};
  for (const { figure, shown } of found) {
    if (figure in figures) assert.deepEqual(shown, figures[figure], `${figure} stands on the page in two ways`);
    figures[figure] = shown;
  }
  return figures;
}

/**
 * The figures that the command line gives for a scenario, written as `figuresOn` does.
 *
 * @param {string} scenario - the scenario's JSON
 * @returns {Record<string, unknown>} by name
 */
export function figuresOfCommandLine(scenario) {
  const python = process.env['PYTHON'] ?? 'python3';
  const { calculator } = /** @type {{calculator: string}} */ (JSON.parse(scenario));
  const { status, stdout, stderr } = spawnSync(python, ['-m', 'calculators', 'run', calculator, '-'], {
    input: scenario,
    encoding: 'utf8',
    maxBuffer: Infinity,
  });
  assert.equal(status, 0, stderr);
  const figures = Object.entries(/** @type {Record<string, any>} */ (JSON.parse(stdout).figures));
  return Object.fromEntries(
    figures.map(([name, { value, low, high }]) => [
      name,
      value === undefined ? { low: String(low), high: String(high) } : { value: String(value) },
    ]),
  );
}

/**
 * Takes the file that a button offers.
 *
 * @param {import('playwright-core').Locator} offer - the button
 * @returns {Promise<{name: string, text: string}>} the file
 */
export async function fileFrom(offer) {
  if (IN_FIREFOX) return fileStoredBy(offer);
  const coming = offer.page().waitForEvent('download');
  await offer.click();
  const file = await coming;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

/**
 * Takes the file that Firefox stores, of which playwright-core does not tell.
 *
 * @param {import('playwright-core').Locator} offer - the button
 * @returns {Promise<{name: string, text: string}>} the file
 */
async function fileStoredBy(offer) {
  const watcher = watch(downloads);
  try {
    await offer.click();
    for (;;) {
      // While it is being written, a part of it stands beside its place.
      const [name, ...more] = readdirSync(downloads);
      if (name && more.length === 0 && statSync(join(downloads, name)).size > 0) {
        const text = await readFile(join(downloads, name), 'utf8');
        await rm(join(downloads, name));
        return { name, text };
      }
      await once(watcher, 'change', { signal: AbortSignal.timeout(PATIENCE_MS) });
    }
  } finally {
    watcher.close();
  }
}

/**
 * Downloads a file from the page.
 *
 * @param {Page} page - the page
 * @param {'csv' | 'json' | 'rows' | 'scenario'} format - which one
 * @returns {Promise<string>} its text
 */
export async function download(page, format) {
  const { text } = await fileFrom(page.locator(`[data-action="download"][data-format="${format}"]`));
  return text;
}

/**
 * Lets the page use the clipboard, for which Chromium would ask its visitor.
 *
 * @param {Page} page - the page
 */
export async function allowClipboard(page) {
  if (!IN_FIREFOX) await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
}

/** Figures that every result shows. */
const ALWAYS = ['patient_pays', 'total', 'premium', 'deductible', 'copay', 'coinsurance', 'over_limit', 'not_covered'];

/**
 * Checks that every figure on the page is the one that the command line gives for the same scenario.
 *
 * @param {Page} page - the page, in state ready
 * @returns {Promise<Record<string, any>>} the figures
 */
export async function assertFiguresAreTheCommandLines(page) {
  const shown = await figuresOn(page);
  const computed = figuresOfCommandLine(await download(page, 'scenario'));
  for (const name of ALWAYS) assert.ok(name in shown, `${name} does not stand on the page`);
  for (const [name, figure] of Object.entries(shown)) assert.deepEqual(figure, computed[name], name);
  return shown;
}

/**
 * What axe finds wrong with a page.
 *
 * @param {Page} page - the page
 * @returns {Promise<string[][]>} each rule that is broken, and where
 */
export async function violationsOn(page) {
  await page.evaluate(AXE);
  return page.evaluate(async (fromFiles) => {
    const { violations } = await /** @type {any} */ (window).axe.run(document, {
      resultTypes: ['violations'],
      // From files axe would fetch the styles to read them, which no page may.
      preload: !fromFiles,
    });
    return violations.map((/** @type {any} */ { id, nodes }) => [
      id,
      ...nodes.map((/** @type {any} */ node) => `${node.html.slice(0, 200)} ${node.failureSummary}`),
    ]);
  }, FROM_FILES);
}

/**
 * Checks a page with axe.
 *
 * @param {Page} page - the page
 * @param {string} what - its state, for the report
 */
export async function assertAccessible(page, what) {
  assert.deepEqual(await violationsOn(page), [], what);
}

/**
 * Types something on a page that cannot start, and checks that it says so, with the example and what was typed in place.
 *
 * @param {Page} page - the page, just opened
 */
export async function assertFailsKindly(page) {
  const example = await figuresOn(page);
  await field(page, 'care.0.visits').fill('12');
  await reaches(page, 'failed');
  assert.match(await page.locator('[data-failed]').innerText(), /could not start.*another browser/s);
  assert.deepEqual(await figuresOn(page), example);
  assert.equal(await field(page, 'care.0.visits').inputValue(), '12');
}
