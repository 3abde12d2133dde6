/**
 * Pages of somebody else, with our calculators in them: another origin, and a policy of its own.
 *
 * @module
 */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { after, before } from 'node:test';
import { FOLDER, SITE } from './support.mjs';

/** A policy that allows nothing but what a page must allow to show our calculators, and to load the runtime for them. */
export const STRICT = `default-src 'none'; script-src ${SITE}; frame-src ${SITE}; connect-src ${SITE}`;

/** The two lines, or almost. */
export const SCRIPT = `<script src="${SITE}embed/ah-calculator.js"></script>`;

/** @type {Map<string, {body: string, policy: string}>} */
const pages = new Map();

/** Where a copy of the folders that a frame needs lies on the other server, which sends no header of ours with them. */
const COPY = '/copy/';

/** @type {Record<string, string>} */
const MEDIA_TYPES = { '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript' };

const server = createServer(async (request, response) => {
  const address = request.url ?? '';
  if (address.startsWith(`${COPY}embed/`) || address.startsWith(`${COPY}runtime/`)) {
    const file = FOLDER + address.slice(COPY.length - 1) + (address.endsWith('/') ? 'index.html' : '');
    response.writeHead(200, { 'Content-Type': MEDIA_TYPES[extname(file)] ?? 'application/octet-stream' });
    response.end(await readFile(file));
    return;
  }
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

/** @returns {string} address of a copy of `embed/` and `runtime/` on yet another origin, without any headers */
export function copyOfFolders() {
  return hostOrigin().replace('localhost', '127.0.0.1') + COPY;
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
