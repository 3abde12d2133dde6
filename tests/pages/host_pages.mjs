/**
 * Pages of somebody else, with our calculators in them: another origin, and a policy of its own.
 *
 * @module
 */

import { createServer } from 'node:http';
import { after, before } from 'node:test';
import { SITE } from './support.mjs';

/** A policy that allows nothing but what a page must allow to show our calculators, and to load the runtime for them. */
export const STRICT = `default-src 'none'; script-src ${SITE}; frame-src ${SITE}; connect-src ${SITE}`;

/** The two lines, or almost. */
export const SCRIPT = `<script src="${SITE}embed/ah-calculator.js"></script>`;

/** @type {Map<string, {body: string, policy: string}>} */
const pages = new Map();

const server = createServer((request, response) => {
  const page = pages.get(request.url ?? '');
  response.writeHead(page ? 200 : 404, {
    'Content-Type': 'text/html; charset=utf-8',
    ...(page ? { 'Content-Security-Policy': page.policy } : {}),
  });
  response.end(page?.body);
});

/** Serves the pages for all tests of a module. */
export function useHost() {
  before(() => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined))));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
}

/** @returns {string} the other origin, which is another site too */
export function hostOrigin() {
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return `http://localhost:${address.port}`;
}

/**
 * Puts up a page.
 *
 * @param {string} content - what stands in its body
 * @param {string} [policy] - its policy
 * @returns {string} its address
 */
export function hostPage(content, policy = STRICT) {
  const path = `/${pages.size}`;
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A clinic</title><h1>A clinic</h1>${content}`;
  pages.set(path, { body, policy });
  return hostOrigin() + path;
}
