/**
 * What a visit downloads, as it comes over the line: by kind, in bytes.
 *
 * @module
 */

import { readdirSync, statSync } from 'node:fs';

/** Kinds of files, by their path within the site; the first that fits counts. @type {[string, RegExp][]} */
const KINDS = [
  ['worker', /^runtime\/\w+\/worker\.js$/],
  ['webassembly', /\.wasm$/],
  ['memory', /\/memory\.bin$/],
  ['library', /\/python_stdlib\.zip$/],
  ['packages', /\.whl$|\/pyodide-lock\.json$/],
  ['pyodide', /\/pyodide(\.asm)?\.m?js$/],
  ['search', /^search\/|\/workers\/search\.\w+\.min\.js$|^sitemap\.xml$/],
  ['theme_scripts', /^assets\/javascripts\//],
  ['other_ways', /^pyscript|^\w+_worker\.mjs$/],
  ['scripts', /\.m?js$/],
  ['styles', /\.css$/],
  ['pictures', /\.(png|svg|ico|woff2?)$/],
  ['pages', /\/$|\.html$|^$/],
];

/** Kinds that only calculating needs. */
const OF_THE_RUNTIME = ['webassembly', 'memory', 'library', 'packages', 'pyodide', 'worker'];

/**
 * Counts what a page downloads from now on, its frames and workers included.
 *
 * @param {import('playwright-core').Page} page - a page before its first navigation
 * @param {string} site - address of what is counted, with a slash at its end; the rest is not of the site
 * @returns {Record<string, number>} bytes by kind, which grow as responses arrive
 */
export function downloadsOn(page, site) {
  /** @type {Record<string, number>} */
  const bytes = {};
  page.on('response', (response) => {
    if (!response.url().startsWith(site)) return;
    const { pathname } = new URL(response.url());
    const path = pathname.slice(new URL(site).pathname.length);
    // Of what workers are made of browsers tell no size but this one.
    const length = Number(response.headers()['content-length']);
    const kind = kindOf(path);
    bytes[kind] = (bytes[kind] ?? 0) + length;
  });
  return bytes;
}

/**
 * @param {string} path - a file's path within the site
 * @returns {string} its kind
 */
function kindOf(path) {
  const kind = KINDS.find(([, pattern]) => pattern.test(path))?.[0];
  if (!kind) throw new Error(`no kind for ${path}`);
  return kind;
}

/**
 * @param {Record<string, number>} bytes - by kind
 * @returns {number} what a page without the runtime takes
 */
export function withoutRuntime(bytes) {
  return Object.entries(bytes).reduce((sum, [kind, size]) => sum + (OF_THE_RUNTIME.includes(kind) ? 0 : size), 0);
}

/**
 * @param {string} folder - the built website's
 * @returns {Record<'start' | 'guide' | 'calculator', string>} the path of the heaviest page of each kind
 */
export function heaviestPages(folder) {
  const compressed = '/index.html.br';
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(compressed));
  /** @param {string} within */
  const heaviest = (within) => {
    const found = pages.filter((name) => name.startsWith(within));
    const [largest = ''] = found.sort((a, b) => statSync(`${folder}/${b}`).size - statSync(`${folder}/${a}`).size);
    return largest.slice(0, 1 - compressed.length);
  };
  return { start: '', guide: heaviest('guide/'), calculator: heaviest('calculators/') };
}
