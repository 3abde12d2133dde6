/**
 * Runs Python source in a runtime started in Node.
 *
 *   node python_in_node.mjs RUNTIME PROFILE
 *
 * Standard input is JSON, a list of sources; each runs after the one before. Prints JSON, for each source the name of the
 * exception it ended with, or null.
 */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { start } from '../../build_scripts/runtime/pyodide_in_node.mjs';

const [runtime, profile] = process.argv.slice(2);
const pyodide = await start(resolve(runtime), profile);
const endings = JSON.parse(readFileSync(0, 'utf8')).map((source) => {
  try {
    pyodide.runPython(source);
    return null;
  } catch (error) {
    return error.type ?? String(error);
  }
});
console.log(JSON.stringify(endings));
