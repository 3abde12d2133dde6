/**
 * Visits pages in Chromium and measures them, each time in a new browser with an empty profile.
 *
 *   node browser.mjs
 *
 * Standard input is JSON: `site`, `bundle` and `others` (addresses with a slash at their ends), `folder` (the site's),
 * `wheel` (its address within `others`), `request` (what the page's Python is asked), `shown` (text that the answer holds), `visits` (how many
 * the early edit asks for), `courses` (by name: fields, alternating numbers of visits with how many lines the ledger then
 * has, and perhaps the link that opens the scenario, and how many edits to make and to warm up with), `engine` (what times the engine in a worker), `rounds`, `edits`.
 * Prints JSON: `chromium` (its version), `starts` and `trips` (by name, an outcome for each round), `in_page` (what the
 * engine took there, for each round), `comparisons` (of the comparison behind the link `comparison`), `downloads` (of
 * each start that downloads anything, bytes by kind), `pages` (the same of the heaviest page of each kind, without the
 * runtime). All times are milliseconds; those of a start count from the beginning of the navigation, by the browser's
 * own clock. `memory` is what the process with the page, or with the frame, shares with no other, in bytes, after its
 * first result.
 */

import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { downloadsOn, heaviestPages, withoutRuntime } from '../pages/downloads.mjs';
import { makeComparisons } from './comparison.mjs';

const given = JSON.parse(readFileSync(0, 'utf8'));
const { site, bundle, others, rounds } = given;
const calculator = `${site}calculators/annual-cost/`;
const inBundle = `${bundle}calculators/annual-cost/index.html`;

/** Pages of another site than ours. */
const elsewhere = others.replace('127.0.0.1', 'localhost');
const widget = { address: `${elsewhere}widget.html`, watch: editEarly, frame: 'ah-calculator iframe' };

/** A new browser is busy with itself at first. */
const SETTLING_MS = 500;

/** The slow line: how long a request takes to the server, and what the line carries. */
const LATENCY_MS = 40;
const BYTES_A_MS = 1250;

/** Generous, because a busy machine is no reason to fail. */
const PATIENCE_MS = 120_000;

/** Where each start goes, and what watches it there. */
const starts = {
  example: { address: calculator, watch: watchExample },
  recomputed: { address: calculator, watch: editEarly },
  lean: { address: calculator, watch: editEarly, prepare: startLean },
  again: { address: calculator, watch: editEarly, visits: 2 },
  bundle: { address: inBundle, watch: editEarly },
  bundle_again: { address: inBundle, watch: editEarly, visits: 2 },
  widget,
  widget_again: { ...widget, visits: 2 },
  bare: { address: `${others}bare.html`, watch: awaitReport },
  usual: { address: `${others}usual.html`, watch: awaitReport },
  pyscript: { address: `${others}pyscript.html`, watch: awaitReport },
  slow: { address: calculator, watch: editEarly, throttled: true },
  slow_lean: { address: calculator, watch: editEarly, prepare: startLean, throttled: true },
  slow_bare: { address: `${others}bare.html`, watch: awaitReport, throttled: true },
};

const measurements = [
  ...Object.entries(starts).map(([name, start]) => ({
    kind: 'starts',
    name,
    measure: () => measureStart(name, start),
  })),
  ...Object.keys(given.courses).map((name) => ({ kind: 'trips', name, measure: () => measureTrips(name) })),
  { kind: 'in_page', name: 'engine', measure: measureEngine },
  { kind: 'comparisons', name: 'edits', measure: measureComparisons },
];
const results = { chromium: '', starts: {}, trips: {}, in_page: {}, comparisons: {}, downloads: {}, pages: {} };
for (const [name, path] of Object.entries(heaviestPages(given.folder))) results.pages[name] = await measurePage(path);
for (let round = 0; round < rounds; round += 1) {
  // Nobody is always first, or always behind the same neighbour's leftovers.
  const turn = round % measurements.length;
  for (const { kind, name, measure } of [...measurements.slice(turn), ...measurements.slice(0, turn)]) {
    (results[kind][name] ??= []).push(await measure());
  }
  console.error(`bench: round ${round + 1} of ${rounds}`);
}
console.log(JSON.stringify(results));

/**
 * @param {(page: import('playwright-core').Page) => Promise<T>} visit - what happens on a new page
 * @param {string} [also] - another origin that belongs to the visit
 * @returns {Promise<T>} what comes of it
 * @template T
 */
async function visiting(visit, also = site) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  try {
    results.chromium = browser.version();
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(PATIENCE_MS);
    const wrong = new Promise((_, reject) => {
      page.on('pageerror', reject);
      page.on('request', (request) => {
        const own = [site, bundle, others, elsewhere, also, 'blob:', 'data:'].some((start) =>
          request.url().startsWith(start),
        );
        if (!own) reject(new Error(`${page.url()} asked for ${request.url()}`));
      });
    });
    await sleep(SETTLING_MS);
    return await Promise.race([visit(page), wrong]);
  } finally {
    await browser.close();
  }
}

/** One start, from the navigation to its result. */
async function measureStart(name, { address, watch, frame, prepare, visits = 1, throttled = false }) {
  const line = throttled ? await slowLine(new URL(address)) : null;
  const begins = line ? line.address : address;
  return visiting(async (page) => {
    // From files nothing comes over a line.
    const downloads = begins.startsWith('http') ? downloadsOn(page, frame ? site : new URL('/', begins).href) : null;
    if (prepare) await page.addInitScript(prepare);
    await page.addInitScript(watch, given);
    let outcome;
    for (let visit = 0; visit < visits; visit += 1) {
      await page.goto('about:blank');
      await page.goto(begins, { waitUntil: 'commit' });
      const place = frame ? await (await page.waitForSelector(frame)).contentFrame() : page;
      const result = await place.waitForFunction(() => globalThis.bench?.outcome, null, { polling: 100 });
      outcome = await result.jsonValue();
      const [began, framed] = await Promise.all([page, place].map((one) => one.evaluate(() => performance.timeOrigin)));
      outcome.milliseconds += framed - began;
    }
    const { text, ...times } = outcome;
    if (watch !== watchExample && !text.includes(address.endsWith('bare.html') ? '42' : given.shown)) {
      throw new Error(`${address} gave another result: ${text.slice(0, 1000)}`);
    }
    if (throttled) return times;
    await sleep(SETTLING_MS);
    if (visits === 1 && downloads) results.downloads[name] = downloads;
    return { ...times, memory: await memoryOf(page) };
  }, line?.origin).finally(() => line?.close());
}

/** What a page takes before anything is calculated, in bytes. */
function measurePage(path) {
  return visiting(async (page) => {
    const downloads = downloadsOn(page, site);
    await page.goto(site + path, { waitUntil: 'networkidle' });
    return withoutRuntime(downloads);
  });
}

/** What the operating system counts for the largest process of a page, but for what other processes use too; bytes. */
async function memoryOf(page) {
  const system = await page.context().browser().newBrowserCDPSession();
  const { processInfo } = await system.send('SystemInfo.getProcessInfo');
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      const counted = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8').matchAll(/^Private_\w+: +(\d+) kB$/gm);
      return [...counted].reduce((sum, [, kibibytes]) => sum + 1024 * Number(kibibytes), 0);
    });
  return Math.max(...sizes);
}

/** Makes the calculators take the lean start. */
function startLean() {
  globalThis.Worker = class extends Worker {
    constructor(address, ...more) {
      super(String(address).endsWith('/worker.js') ? `${address}#lean` : address, ...more);
    }
  };
}

/**
 * A line to a server that carries 10 Mbit a second in all and takes 40 ms to answer. Browsers slow down only
 * documents, not their workers, so it stands outside of the browser.
 *
 * @param {URL} address - what lies behind it
 * @returns {Promise<{address: string, origin: string, close: () => void}>} the same at the line's own address
 */
async function slowLine(address) {
  let free = 0;
  const server = createServer((visitor) => {
    const host = connect(Number(address.port), address.hostname);
    const ends = () => [visitor, host].forEach((socket) => socket.destroy());
    for (const socket of [visitor, host]) socket.on('error', ends).on('close', ends);
    visitor.on('data', (chunk) => void setTimeout(() => host.write(chunk), LATENCY_MS));
    host.on('data', (chunk) => {
      free = Math.max(free, performance.now()) + chunk.length / BYTES_A_MS;
      host.pause();
      setTimeout(() => {
        visitor.write(chunk);
        host.resume();
      }, free - performance.now());
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}/`;
  return { address: new URL(address.pathname, origin).href, origin, close: () => server.close() };
}

/** What the engine takes in a worker, by its own clock. */
function measureEngine() {
  return visiting(async (page) => {
    await page.addInitScript(awaitReport, { ...given, request: given.engine });
    await page.goto(`${others}engine.html`, { waitUntil: 'commit' });
    const outcome = await page.waitForFunction(() => globalThis.bench?.outcome, null, { polling: 100 });
    return JSON.parse((await outcome.jsonValue()).text);
  });
}

/** For pages that say themselves when they have a result. */
function awaitReport({ wheel, request }) {
  const bench = { wheel, request, finish };
  globalThis.bench = bench;

  function finish(text) {
    bench.outcome = { milliseconds: performance.now(), text };
  }
}

/** The first frame that holds the whole example, once it is drawn. */
function watchExample() {
  globalThis.bench = {};
  requestAnimationFrame(look);

  function look(began) {
    const output = document.querySelector('output[data-result]');
    // Something behind the result shows that all of it has been read.
    if (!output?.nextSibling || !output.querySelector('[data-figure]')?.checkVisibility()) {
      requestAnimationFrame(look);
      return;
    }
    const drawn = new MessageChannel();
    drawn.port1.onmessage = () => {
      const milliseconds = performance.now();
      new PerformanceObserver((list) => {
        const [paint] = list.getEntriesByName('first-contentful-paint');
        if (!paint) return;
        globalThis.bench.outcome = {
          milliseconds,
          first_paint: paint.startTime,
          at_first_paint: began <= paint.startTime,
        };
      }).observe({ type: 'paint', buffered: true });
    };
    drawn.port2.postMessage('');
  }
}

/** An edit as soon as the form takes one, until its result stands in the document. */
function editEarly({ visits }) {
  globalThis.bench = {};
  let edited = 0;
  const observer = new MutationObserver(() => {
    if (!edited && document.querySelector('[data-calculator][data-live]')) {
      edited = performance.now();
      const field = document.querySelector('[name="care.0.visits"]');
      field.value = visits;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
    const output = document.querySelector('output[data-result][data-state="ready"]');
    if (!output) return;
    observer.disconnect();
    globalThis.bench.outcome = { milliseconds: performance.now(), edited, text: output.innerHTML };
  });
  observer.observe(document, { subtree: true, childList: true, attributeFilter: ['data-live', 'data-state'] });
}

/** Round trips on a page whose ledger is unfolded and in sight, after a warm-up. */
function measureTrips(name) {
  const { fields, between, link, warming = 20, edits = given.edits } = given.courses[name];
  return visiting(async (page) => {
    await page.goto(link ? `${calculator}#scenario=${link}` : calculator);
    await page.locator('[data-calculator][data-live]').waitFor();
    if (link)
      await page
        .locator(`[data-ledger] tbody tr:nth-child(${Math.max(...Object.values(between))})`)
        .waitFor({ state: 'attached' });
    return page.evaluate(makeTrips, { fields, between, warming, edits });
  });
}

/** Edits of the large comparison, of a plan and of the care: each to a text that stood there never before. */
function measureComparisons() {
  const { link, edits, warming } = given.comparison;
  return visiting(async (page) => {
    await page.goto(`${site}calculators/compare-plans/#scenario=${link}`);
    await page.locator('[data-plan="plan-5"]').waitFor();
    await page.locator('[data-later="curves"]:not([aria-busy])').waitFor();
    return page.evaluate(makeComparisons, { edits, warming });
  });
}

async function makeTrips({ fields, between, warming, edits }) {
  const output = document.querySelector('output[data-result]');
  for (const [field, text] of Object.entries(fields)) await trip(field, text);
  for (const ledger of output.querySelectorAll('details[data-key^="ledger-"]')) {
    ledger.open = true;
    ledger.scrollIntoView();
  }
  const trips = [];
  for (let count = 0; count < warming + edits; count += 1) {
    const [visits, lines] = Object.entries(between)[count % 2];
    trips.push(await trip('care.0.visits', visits));
    const rows = output.querySelectorAll('[data-ledger] tbody tr');
    if (rows.length !== lines || rows[0].getBoundingClientRect().height === 0) {
      throw new Error(`${rows.length} visits stand in the ledger, not ${lines}`);
    }
  }
  return trips.slice(warming);

  /** From the input event to the new result laid out down to its last row, and to the end of the frame that draws it. */
  function trip(name, text) {
    const control = document.querySelector(`[name="${name}"]`);
    return new Promise((resolve) => {
      let began = 0;
      const observer = new MutationObserver(() => {
        if (output.dataset.state !== 'ready') return;
        observer.disconnect();
        // A browser may put off laying out what is out of sight, but not once it is asked where that is.
        output.querySelector('[data-ledger] tbody tr:last-child').getBoundingClientRect();
        const laid_out = performance.now() - began;
        const drawn = new MessageChannel();
        drawn.port1.onmessage = () => resolve({ laid_out, drawn: performance.now() - began });
        requestAnimationFrame(() => drawn.port2.postMessage(''));
      });
      control.value = text;
      began = performance.now();
      control.dispatchEvent(new InputEvent('input', { bubbles: true }));
      observer.observe(output, { attributeFilter: ['data-state'] });
    });
  }
}
