/**
 * The service worker: answers pages from the copy of the site that the browser keeps, so that all of it works without
 * network after the first visit.
 *
 * A version is taken up when all of its files are here and are the right ones, and at no other time. From then on pages
 * that are opened are of that version; a page that is open goes on with the version that it came from.
 */

import { KeptSite } from './kept_site.mjs';

/**
 * @typedef {{waitUntil: (work: Promise<unknown>) => void}} LifeEvent
 * @typedef {LifeEvent & {
 *   request: Request, clientId: string, resultingClientId: string,
 *   respondWith: (response: Promise<Response>) => void,
 * }} FetchEvent
 * @typedef {{
 *   registration: {scope: string},
 *   clients: {get: (id: string) => Promise<unknown>},
 *   skipWaiting: () => Promise<void>,
 *   oninstall: ((event: LifeEvent) => void) | null,
 *   onactivate: ((event: LifeEvent) => void) | null,
 *   onfetch: ((event: FetchEvent) => void) | null,
 *   FetchEvent: {prototype: object},
 * }} WorkerScope
 */

const scope = /** @type {WorkerScope} */ (/** @type {unknown} */ (globalThis));
const folder = scope.registration.scope;
const site = new KeptSite(folder, SITE_VERSION);

/** @param {LifeEvent} event */
scope.oninstall = (event) => event.waitUntil(install());

/** @param {LifeEvent} event */
scope.onactivate = (event) => event.waitUntil(site.replaceOthers().then(tidy));

/** @param {FetchEvent} event */
scope.onfetch = (event) => {
  const { request } = event;
  const { href, pathname } = new URL(request.url);
  if (request.method !== 'GET' || !href.startsWith(folder)) return;
  const path = decodeURI(pathname.slice(new URL(folder).pathname.length)).replace(/(^|\/)$/, '$1index.html');
  event.respondWith(request.mode === 'navigate' ? page(event, path) : file(event, path));
};

async function install() {
  // Without this no page could be told from another, and versions would mix.
  if (!('resultingClientId' in scope.FetchEvent.prototype)) throw new Error('this browser does not name new pages');
  await site.fill();
  await scope.skipWaiting();
}

function tidy() {
  return site.tidy(async (client) => Boolean(await scope.clients.get(client)));
}

/**
 * @param {FetchEvent} event - a page is opened
 * @param {string} path - its file
 * @returns {Promise<Response>} the page, of this worker's version
 */
async function page(event, path) {
  const kept = await site.ownFile(path);
  if (kept) return opened(event, kept);
  const below = `${path}/index.html`;
  if (below in SITE_VERSION.files) {
    return Response.redirect(new URL(`${path}/${new URL(event.request.url).search}`, folder));
  }
  // The browser threw away what was kept: it is fetched again.
  if (path in SITE_VERSION.files) event.waitUntil(site.fill().catch(() => undefined));
  try {
    return await fetch(event.request);
  } catch (problem) {
    const missing = await site.ownFile('404.html');
    if (!missing) throw problem;
    return opened(event, await saidToBeOffline(missing));
  }
}

/**
 * @param {FetchEvent} event - a page is opened
 * @param {Response} answer - with what
 * @returns {Promise<Response>} the answer, once it is noted from which version it came
 */
async function opened(event, answer) {
  await site.noteClient(event.resultingClientId);
  event.waitUntil(tidy());
  return answer;
}

/**
 * @param {FetchEvent} event - an open page, or what it has started, asks for a file
 * @param {string} path - its path
 * @returns {Promise<Response>} the file of the page's version, and from the network what belongs to none
 */
async function file({ request, clientId }, path) {
  return (await site.file(clientId, path)) ?? fetch(request);
}

/**
 * @param {Response} missing - the page that says that there is no such page
 * @returns {Promise<Response>} the same, saying that nobody could be asked
 */
async function saidToBeOffline(missing) {
  const text = (await missing.text())
    .replace('<div data-when="offline" hidden>', '<div>')
    .replace('<div data-when="online">', '<div hidden>');
  return new Response(text, { status: 404, headers: missing.headers });
}
