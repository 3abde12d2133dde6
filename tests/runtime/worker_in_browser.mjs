/**
 * Starts the worker on an empty page in Chromium and asks it something.
 *
 *   node worker_in_browser.mjs ADDRESS
 *
 * ADDRESS is a runtime folder on a web server. Standard input is JSON: `requests` (bodies), `inlined` (whether the page
 * hands the files over, as it must where it cannot fetch). Prints JSON: the worker's `messages`, the console's `warnings`.
 */

import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [address] = process.argv.slice(2);
const { requests, inlined } = JSON.parse(readFileSync(0, 'utf8'));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
try {
  const page = await browser.newPage();
  const warnings = [];
  page.on('console', (message) => warnings.push(message.text()));
  await page.goto(new URL('empty.html', address).href);
  const boot = await page.evaluateHandle(inlined ? handOver : pointOut, address);
  const messages = await page.evaluate(converse, { boot, requests });
  console.log(JSON.stringify({ messages, warnings }));
} finally {
  await browser.close();
}

/** A worker that fetches its files itself. */
function pointOut(address) {
  return { script: `${address}worker.js`, message: null };
}

/** A worker without an address that is given its files. */
async function handOver(address) {
  const { files } = await (await fetch(`${address}manifest.json`)).json();
  const assets = {};
  for (const name of Object.keys(files).filter((name) => !name.startsWith('lean/'))) {
    const script = document.createElement('script');
    const loaded = new Promise((resolve, reject) => Object.assign(script, { onload: resolve, onerror: reject }));
    script.src = `${address}inline/${name}.js`;
    document.head.append(script);
    await loaded;
    const bytes = Uint8Array.from(atob(globalThis.ahRuntime[name]), (character) => character.charCodeAt(0));
    const whole = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    assets[name] = await new Response(whole).arrayBuffer();
  }
  const script = URL.createObjectURL(new Blob([assets['worker.js']], { type: 'text/javascript' }));
  return { script, message: { type: 'boot', assets, profiles: ['snapshot'] } };
}

/** Everything the worker says until the last answer, or until it gives up. */
function converse({ boot, requests }) {
  const worker = new Worker(boot.script);
  if (boot.message) worker.postMessage(boot.message);
  requests.forEach((body, sequence) => worker.postMessage({ type: 'request', sequence, section: 'test', body }));
  return new Promise((resolve, reject) => {
    const messages = [];
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      messages.push(data);
      const answers = messages.filter(({ type }) => type === 'answer');
      if (data.type === 'failed' || answers.length === requests.length) resolve(messages);
    };
  });
}
