/**
 * Starts the runtime in Node: to look into it, to take its memory snapshot, to test it.
 *
 *   node node_tasks.mjs FOLDER PROFILE TASK [FILE]
 *
 * FOLDER is a runtime folder, PROFILE one of its kinds of start (`lean` or `snapshot`),
 * TASK what to do after every operation of the page has been used once:
 *
 *   modules   print the names of the Python modules then in memory
 *   answers   print the answers
 *   snapshot  write the memory to FILE
 *
 * Standard input is JSON: `warm_up` (Python source) and `examples` (scenario text by calculator).
 * The output is JSON.
 */
import nodeCrypto from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { start } from './pyodide_in_node.mjs';

const [folder, profile, task, file] = process.argv.slice(2);
const given = JSON.parse(readFileSync(0, 'utf8'));
if (task === 'snapshot') {
  holdStill();
}
const pyodide = await start(resolve(folder), profile, task === 'snapshot' ? { _makeSnapshot: true, packages: [] } : {});
if (task === 'snapshot') {
  // Pyodide's package loader would leave notes that no snapshot can keep; unpacking leaves none.
  for (const wheel of readdirSync(`${folder}/lean`).sort()) {
    if (wheel.endsWith('.whl')) {
      pyodide.unpackArchive(new Uint8Array(readFileSync(`${folder}/lean/${wheel}`)), 'wheel');
    }
  }
}
const globals = pyodide.toPy({ __name__: 'warm_up', examples: given.examples });
pyodide.runPython(given.warm_up, { globals, filename: 'warm_up.py' });
const answers = pyodide.runPython('import json; json.dumps(use_every_operation(examples))', { globals });
globals.destroy();

if (task === 'modules') {
  console.log(pyodide.runPython('import json, sys; json.dumps(sorted(sys.modules))'));
} else if (task === 'answers') {
  console.log(answers);
} else {
  pyodide.runPython('import gc; gc.collect()');
  writeFileSync(file, pyodide.makeMemorySnapshot());
  console.log('{}');
}

/** Makes every source of chance constant, so that equal inputs give equal snapshots. */
function holdStill() {
  const moment = Date.UTC(2020, 0, 1);
  globalThis.Date = class extends Date {
    constructor(...given) {
      super(...(given.length > 0 ? given : [moment]));
    }

    static now() {
      return moment;
    }
  };
  Object.defineProperty(performance, 'now', { value: () => 0, configurable: true });
  Math.random = () => 0.5;
  nodeCrypto.randomFillSync = (view) => view.fill(1);
}
