/** Starts a runtime folder in Node, as the page's worker does in a browser. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadPyodide } from 'pyodide';
import { unpack } from '../../docs/assets/packed_memory.mjs';

/**
 * @param {string} folder - absolute path of a runtime folder
 * @param {'lean' | 'snapshot'} profile - kind of start
 * @param {object} more - further options for Pyodide
 */
export async function start(folder, profile, more = {}) {
  const place = `${folder}/${profile}/`;
  // Once this script has run, Pyodide uses it in place of its own copy. It expects two of Node's older globals.
  Object.assign(globalThis, { require: createRequire(import.meta.url), __dirname: folder });
  await import('pyodide/pyodide.asm.js');
  const lockFileContents = readFileSync(`${place}pyodide-lock.json`, 'utf8');
  return loadPyodide({
    indexURL: place,
    stdLibURL: `${place}python_stdlib.zip`,
    packageBaseUrl: place,
    lockFileContents,
    packages: Object.keys(JSON.parse(lockFileContents).packages),
    env: { PYTHONHASHSEED: '0' },
    // As in a browser; otherwise Python would hold a path of the machine it runs on.
    _sysExecutable: './this.program',
    _loadSnapshot: profile === 'snapshot' ? unpack(new Uint8Array(readFileSync(`${place}memory.bin`))) : undefined,
    ...more,
  });
}
