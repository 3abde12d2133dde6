/** The copy of the site that a browser keeps: without network, and from one version to the next. */

import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium, firefox } from 'playwright-core';
import { assertAccessible, CHROMIUM, figuresOn, reaches, type, watching } from './support.mjs';
import { isKept, openHost, until, update, versionOf } from './versions.mjs';

/** @typedef {import('./support.mjs').Page} Page */

const CALCULATOR = 'calculators/annual-cost/';

/** What a browser says of what it could not load, and our worker of a version that it could not take up. */
const NO_NETWORK = /Failed to load resource|ERR_CONNECTION|ERR_FAILED|ServiceWorker|sitemap/i;

/** And of the next page, which Firefox would load ahead of time, and may not. */
const IN_FIREFOX = new RegExp(`${NO_NETWORK.source}|blocked the loading of a resource \\(default-src\\)`, 'i');

/** @type {import('./versions.mjs').Host} */
let host;

/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  host = await openHost();
  browser = await chromium.launch(CHROMIUM);
});

after(async () => {
  host.close();
  await browser.close();
});

/**
 * Visits the host in a fresh profile, from its first version on.
 *
 * @param {(page: Page) => Promise<void>} visit - what the visitor does
 * @param {import('playwright-core').BrowserContextOptions} [options] - the visitor's browser
 */
async function visitingHost(visit, options = {}) {
  await host.change({ reachable: false });
  await host.change({ reachable: true, version: '1', refuse: '' });
  await watching(await browser.newContext(options), visit, [host.site], NO_NETWORK);
}

/**
 * @param {Page} page - a page
 * @param {string} path - where to go, by the address bar
 */
async function goTo(page, path) {
  await page.goto(`${host.site}${path}`);
}

test('after the first visit every page, the search and a calculation work without network', () =>
  visitingHost(async (page) => {
    await goTo(page, CALCULATOR);
    await reaches(page, 'example');
    await isKept(page);
    await host.change({ reachable: false });

    // The tab that is open, by a link.
    await page.getByRole('link', { name: 'Glossary' }).first().click();
    await page.locator('h1', { hasText: 'Glossary' }).waitFor();
    await page.waitForLoadState();
    // A page never visited, and one by its folder's name alone.
    await goTo(page, 'guide/denials/appeal');
    await page.waitForURL('**/guide/denials/appeal/');
    assert.equal(await versionOf(page), '1');
    await page.locator('.md-search__input').first().fill('deductible');
    // Material listens to keys.
    await page.keyboard.press('End');
    await page.locator('.md-search-result__item').first().waitFor();

    await goTo(page, CALCULATOR);
    await type(page, { 'care.0.visits': '12' });
    assert.ok(Object.keys(await figuresOn(page)).length > 5);
  }));

test('a new version takes effect for pages that are opened from then on, and an open page stays of its own', () =>
  visitingHost(async (page) => {
    await goTo(page, 'privacy/');
    await isKept(page);
    await goTo(page, CALCULATOR);
    await type(page, { 'care.0.visits': '12' });
    await host.change();
    await host.change({ version: '2' });
    assert.equal(await update(page), 'activated');
    const asked = await host.change();
    assert.ok(asked.some((path) => path.endsWith('/memory.bin')));
    assert.deepEqual(
      asked.filter((path) => /javascripts|stylesheets|search_index|calculators\.css/.test(path)),
      [],
      'what did not change is not downloaded again',
    );

    // What is typed goes on, and nothing reloads by itself.
    const bar = page.locator('[data-new-version]');
    await bar.getByText('new version').waitFor();
    await type(page, { 'care.0.visits': '13' });
    assert.equal(await versionOf(page), '1');

    const second = await page.context().newPage();
    await second.goto(`${host.site}${CALCULATOR}`);
    assert.equal(await versionOf(second), '2');
    await type(second, { 'care.0.visits': '14' });

    // The host has nothing of the first version any more; the page goes on with what is kept.
    await host.change({ reachable: false });
    await page.getByRole('link', { name: 'Glossary' }).first().click();
    await page.waitForURL('**/glossary/');
    assert.equal(
      await page.evaluate(() => document.querySelector('meta[name="version"]')?.getAttribute('content')),
      '1',
    );
    await page.evaluate(async () => {
      const script = /** @type {HTMLScriptElement} */ (document.querySelector('script[src*="guide.js"]'));
      const text = await (await fetch(script.src)).text();
      if (!text.includes('testVersion = "1"')) throw new Error('the script is of another version');
      await fetch('../runtime/1111111111111111/snapshot/memory.bin');
    });
    await page.goBack();
    await page.waitForURL(`**/${CALCULATOR}`);

    await bar.getByRole('button', { name: 'Load it now' }).click();
    await page.waitForFunction(() => document.querySelector('meta[name="version"]')?.getAttribute('content') === '2');
    assert.equal(await versionOf(page), '2');
    await reaches(page, 'ready');
    assert.equal(await page.locator('[name="care.0.visits"]').inputValue(), '13');

    // Once its last page is closed, and a minute has passed, the first version goes.
    await second.evaluate(async () => {
      const cache = await caches.open((await caches.keys())[0] ?? '');
      for (const request of await cache.keys()) {
        if (!request.url.includes('?client=')) continue;
        const record = await (await cache.match(request))?.json();
        await cache.put(request, new Response(JSON.stringify({ ...record, since: 0 })));
      }
    });
    await second.goto(`${host.site}glossary/`);
    await until(second, async () => {
      const cache = await caches.open((await caches.keys())[0] ?? '');
      return !(await cache.keys()).some((request) => request.url.includes('1111111111111111'));
    });
    assert.equal(await versionOf(second), '2');
  }));

test('a download that fails leaves the old version whole, and the next attempt goes on where it ended', () =>
  visitingHost(async (page) => {
    await goTo(page, 'privacy/');
    await isKept(page);
    await host.change({ version: '2', refuse: '^glossary/' });
    assert.equal(await update(page), 'redundant');
    await assertWholeOffline(page, '1');

    await host.change({ reachable: true, refuse: '' });
    await host.change();
    assert.equal(await update(page), 'activated');
    const asked = await host.change();
    assert.ok(asked.includes('glossary/'));
    assert.ok(!asked.includes('about/limits/'), 'what is here already is downloaded again');
    await assertWholeOffline(page, '2');
  }));

test('a host that is half way to the next version, and one that went back, never give a mixture', () =>
  visitingHost(async (page) => {
    await host.change({ version: '1', worker: '2' });
    await listenToAttempts(page);
    await goTo(page, 'privacy/');
    assert.equal(await attempt(page), 'redundant');
    assert.equal(await versionOf(page), '1');
    await host.change({ version: '1' });
    await page.reload();
    await isKept(page);
    await page.reload();
    await host.change({ version: '1', worker: '2' });
    assert.equal(await update(page), 'redundant');
    await assertWholeOffline(page, '1');
    await host.change({ reachable: true, version: '2' });
    assert.equal(await update(page), 'activated');
    await assertWholeOffline(page, '2');
    await host.change({ reachable: true, version: '1' });
    assert.equal(await update(page), 'activated');
    await assertWholeOffline(page, '1');
  }));

test('a full disk leaves no half copy, takes nothing from the old version, and no page notices', () =>
  visitingHost(async (page) => {
    const protocol = await page.context().newCDPSession(page);
    /** @param {number | undefined} quotaSize - how much the site may keep; undefined for what is usual */
    const limit = (quotaSize) =>
      protocol.send('Storage.overrideQuotaForOrigin', {
        origin: new URL(host.site).origin,
        ...(quotaSize === undefined ? {} : { quotaSize }),
      });
    await limit(3_000_000);
    await listenToAttempts(page);
    await goTo(page, 'privacy/');
    assert.equal(await attempt(page), 'redundant');
    assert.equal(await filesKept(page), 0);
    assert.equal(await versionOf(page), '1');

    await limit(undefined);
    await page.reload();
    await isKept(page);
    const before = await filesKept(page);
    const { usage } = await page.evaluate(() => navigator.storage.estimate());
    await limit((usage ?? 0) + 2_000_000);
    await host.change({ version: '2' });
    assert.equal(await update(page), 'redundant');
    assert.equal(await filesKept(page), before);
    await assertWholeOffline(page, '1');
  }));

test('what the browser threw away is fetched again', () =>
  visitingHost(async (page) => {
    await goTo(page, 'privacy/');
    await isKept(page);
    await page.evaluate(async () => {
      for (const name of await caches.keys()) await caches.delete(name);
    });
    await goTo(page, 'glossary/');
    assert.equal(await versionOf(page), '1');
    await until(page, async () => {
      const cache = await caches.open((await caches.keys())[0] ?? '');
      return (await cache.keys()).some((request) => request.url.includes('/memory.bin'));
    });
    await assertWholeOffline(page, '1');
  }));

test('the site works in any folder, and says of an unknown address whether it could ask', async () => {
  const inFolder = await openHost('/guide/');
  try {
    await watching(
      await browser.newContext(),
      async (page) => {
        await page.goto(`${inFolder.site}nowhere/at-all/`);
        await page.getByRole('heading', { name: 'There is no page at this address' }).waitFor();
        await page.goto(`${inFolder.site}privacy/`);
        await isKept(page);
        assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.ready).scope), inFolder.site);
        await page.goto(`${inFolder.site}nowhere/at-all/`);
        await page.getByRole('heading', { name: 'There is no page at this address' }).waitFor();
        await inFolder.change({ reachable: false });
        await page.goto(`${inFolder.site}nowhere/at-all/`);
        await page.getByRole('heading', { name: 'You are offline' }).waitFor();
        await page.goto(`${inFolder.site}${CALCULATOR}`);
        assert.equal(await versionOf(page), '1');
        await type(page, { 'care.0.visits': '12' });
      },
      [new URL('/', inFolder.site).href],
      NO_NETWORK,
    );
  } finally {
    inFolder.close();
  }
});

test('nothing is kept in a frame, nor where data is to be saved', () =>
  visitingHost(async (page) => {
    await page.route(`${host.site}frame.html`, (route) =>
      route.fulfill({ contentType: 'text/html', body: `<iframe src="${host.site}privacy/"></iframe>` }),
    );
    await goTo(page, 'frame.html');
    await page.frameLocator('iframe').getByRole('heading').first().waitFor();
    await page.context().addInitScript(() => {
      Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
    });
    const saving = await page.context().newPage();
    await saving.goto(`${host.site}privacy/`);
    const later = await page.context().newPage();
    await later.goto(`${host.site}glossary/`);
    for (const place of [page, saving, later]) await quietTime(place);
    assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  }));

test('where the browser refuses all storage the site works as without a copy', async () => {
  const profile = await mkdtemp(path.join(tmpdir(), 'no-storage-'));
  await mkdir(path.join(profile, 'Default'));
  await writeFile(
    path.join(profile, 'Default', 'Preferences'),
    JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }),
  );
  try {
    await host.change({ version: '1' });
    await watching(
      await chromium.launchPersistentContext(profile, CHROMIUM),
      async (page) => {
        await goTo(page, CALCULATOR);
        await type(page, { 'care.0.visits': '12' });
        await quietTime(page);
        assert.match(await page.evaluate(() => caches.keys().then(String, String)), /SecurityError/);
        await type(page, { 'care.0.visits': '13' });
      },
      [host.site],
      /(local|session)Storage/,
    );
  } finally {
    await rm(profile, { recursive: true });
  }
});

test('a site that ships the worker that ends it is rid of it, and works on', () =>
  visitingHost(async (page) => {
    await goTo(page, 'privacy/');
    await isKept(page);
    await host.change({ version: '1', worker: 'off' });
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await until(page, async () => !(await navigator.serviceWorker.getRegistration()));
    assert.deepEqual(await page.evaluate(() => caches.keys()), []);
    await goTo(page, 'glossary/');
    assert.equal(await versionOf(page), '1');
  }));

test('the bar for a new version is accessible, by keyboard and on a phone, and goes away', () =>
  visitingHost(
    async (page) => {
      await goTo(page, 'privacy/');
      await isKept(page);
      await goTo(page, 'glossary/');
      await host.change({ version: '2' });
      await update(page);
      const bar = page.locator('[data-new-version]');
      await bar.getByRole('button', { name: 'Load it now' }).waitFor();
      await assertAccessible(page, 'a new version');
      const later = bar.getByRole('button', { name: 'Later' });
      const place = await later.boundingBox();
      assert.ok(place && place.height >= 44 && place.x >= 0 && place.x + place.width <= 360, JSON.stringify(place));
      await later.focus();
      await page.keyboard.press('Enter');
      await bar.getByRole('button').first().waitFor({ state: 'detached' });
      assert.equal(await versionOf(page), '1');
      await page.reload();
      assert.equal(await versionOf(page), '2');
    },
    { viewport: { width: 360, height: 640 } },
  ));

test('in Firefox too the site works without network and changes from one version to the next', async () => {
  const other = await firefox.launch({
    // By the protocol that Firefox itself speaks; playwright's own needs a patched Firefox.
    channel: 'moz-firefox',
    executablePath: process.env['FIREFOX'] ?? '/usr/bin/firefox-esr',
  });
  try {
    await host.change({ reachable: true, version: '1', refuse: '' });
    await watching(
      await other.newContext(),
      async (page) => {
        await goTo(page, 'privacy/');
        await isKept(page);
        await host.change({ reachable: false });
        await goTo(page, CALCULATOR);
        await type(page, { 'care.0.visits': '12' });
        await host.change({ reachable: true, version: '2' });
        assert.equal(await update(page), 'activated');
        const second = await page.context().newPage();
        await second.goto(`${host.site}${CALCULATOR}`);
        assert.equal(await versionOf(second), '2');
        assert.equal(await versionOf(page), '1');
        await host.change({ reachable: false });
        await type(page, { 'care.0.visits': '13' });
        await page.locator('[data-new-version]').getByRole('button', { name: 'Load it now' }).click();
        await type(page, { 'care.0.visits': '14' });
        assert.equal(await versionOf(page), '2');
      },
      [host.site],
      IN_FIREFOX,
    );
  } finally {
    await other.close();
  }
});

/**
 * Listens to what comes of it when a page has the browser keep a copy. It can be over before anybody could ask.
 *
 * @param {Page} page - a page that is not open yet
 */
async function listenToAttempts(page) {
  await page.addInitScript(() => {
    const container = navigator.serviceWorker;
    const register = container.register.bind(container);
    container.register = (...given) => {
      const registered = register(...given);
      /** @type {any} */ (window).attempt = registered.then(
        ({ installing, waiting, active }) => {
          const worker = /** @type {ServiceWorker} */ (installing ?? waiting ?? active);
          return new Promise((resolve) => {
            const look = () => {
              if (worker.state === 'activated' || worker.state === 'redundant') resolve(worker.state);
            };
            worker.addEventListener('statechange', look);
            look();
          });
        },
        () => 'redundant',
      );
      return registered;
    };
  });
}

/**
 * @param {Page} page - a page that has the browser keep a copy
 * @returns {Promise<string>} what came of it: `activated` or `redundant`
 */
async function attempt(page) {
  await page.waitForFunction(() => 'attempt' in window);
  return page.evaluate(() => /** @type {any} */ (window).attempt);
}

/**
 * @param {Page} page - a page
 * @returns {Promise<number>} how many files are kept, of whichever version
 */
function filesKept(page) {
  return page.evaluate(async () => {
    let found = 0;
    for (const name of await caches.keys()) {
      const keys = await (await caches.open(name)).keys();
      found += keys.filter((request) => request.url.includes('?sha256=')).length;
    }
    return found;
  });
}

/**
 * Waits for longer than a page waits before it has a copy kept.
 *
 * @param {Page} page - a page that has loaded
 */
async function quietTime(page) {
  await page.waitForLoadState();
  await page.evaluate(
    () => new Promise((resolve) => setTimeout(() => requestIdleCallback(() => setTimeout(resolve, 100)), 2_200)),
  );
}

/**
 * Checks that pages open without network, all of one version.
 *
 * @param {Page} page - a page
 * @param {string} version - which
 */
async function assertWholeOffline(page, version) {
  await host.change({ reachable: false });
  for (const path of ['', 'glossary/', CALCULATOR]) {
    await goTo(page, path);
    assert.equal(await versionOf(page), version);
  }
}
