/**
 * A host whose site changes under its visitors, and what they see of it.
 *
 * @module
 */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { FOLDER } from './support.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * @typedef {object} Change
 * @property {'1' | '2' | 'off'} [version] - which version is served
 * @property {'1' | '2' | 'off'} [worker] - of which version the service worker is
 * @property {string} [refuse] - pattern of paths that get an error
 * @property {boolean} [reachable] - whether anyone answers
 */

/**
 * @typedef {object} Host
 * @property {string} site - the site's address
 * @property {(change?: Change) => Promise<string[]>} change - changes something; gives the paths asked for until then
 * @property {() => void} close - ends it
 */

/**
 * @param {string} [path] - where the site lies on its host
 * @returns {Promise<Host>} the host, with version 1
 */
export async function openHost(path = '/') {
  const python = process.env['PYTHON'] ?? 'python3';
  const server = spawn(python, ['-m', 'tests.pages.host_of_versions', FOLDER, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: server.stdout });
  const [site] = await once(lines, 'line');
  return {
    site,
    async change(change = {}) {
      server.stdin.write(`${JSON.stringify(change)}\n`);
      const [asked] = await once(lines, 'line');
      return JSON.parse(asked);
    },
    close: () => server.stdin.end(),
  };
}

/**
 * Waits until a copy of the site is kept.
 *
 * @param {Page} page - a page of the site
 */
export async function isKept(page) {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

/**
 * Has the browser look for a new version, and waits for what comes of it.
 *
 * @param {Page} page - a page of the site
 * @returns {Promise<string>} `activated`, or `redundant` where it was not taken up
 */
export function update(page) {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    // The page may have begun to look by itself.
    let { installing } = registration;
    registration.addEventListener('updatefound', () => ({ installing } = registration));
    await registration.update();
    const worker = /** @type {ServiceWorker} */ (
      installing ?? registration.installing ?? registration.waiting ?? registration.active
    );
    return new Promise((resolve) => {
      const look = () => {
        if (worker.state === 'activated' || worker.state === 'redundant') resolve(worker.state);
      };
      worker.addEventListener('statechange', look);
      look();
    });
  });
}

/**
 * @param {Page} page - a page
 * @returns {Promise<string>} its version; its styles and scripts must be of the same
 */
export async function versionOf(page) {
  await page.waitForLoadState();
  const found = await page.evaluate(() => [
    document.querySelector('meta[name="version"]')?.getAttribute('content'),
    /** @type {any} */ (window).testVersion,
    getComputedStyle(document.documentElement).getPropertyValue('--test-version').trim(),
  ]);
  assert.equal(new Set(found).size, 1, `page, script and style are of the versions ${found}`);
  return String(found[0]);
}

/** Generous, because a busy machine is no reason to fail. */
const PATIENCE_MS = 60_000;

/**
 * Waits until a question that takes time gets a yes.
 *
 * @param {Page} page - where to ask
 * @param {() => Promise<boolean>} question - runs in the page
 */
export async function until(page, question) {
  const end = Date.now() + PATIENCE_MS;
  while (!(await page.evaluate(question))) {
    assert.ok(Date.now() < end, `still not so: ${question}`);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
}
