/**
 * Starts the runtime in Node: to look into it, to take its memory snapshot, to test it.
 *
 *   node node_tasks.mjs FOLDER PROFILE TASK [FILE]
 *
 * FOLDER is a runtime folder, PROFILE one of its kinds of start (`lean` or `snapshot`),
 * TASK what to do after every operation of the page has been used once:
 *
 *   use       print the names of the Python modules then in memory, and where the functions stand that were called
 *   answers   print the answers
 *   snapshot  write the memory to FILE
 *
 * Standard input is JSON: `warm_up` and `shedding` (Python source), `examples` (scenario text by calculator), and for
 * a snapshot the `functions` that are used and the `modules` that are left out.
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
const globals = pyodide.toPy({ __name__: 'warm_up', examples: given.examples, functions: given.functions });
const shedding = pyodide.toPy({ __name__: 'shedding' });
if (task !== 'answers') {
  pyodide.runPython(given.shedding, { globals: shedding, filename: 'shedding.py' });
}
if (task === 'snapshot') {
  const [leaveOutModules, modules] = [shedding.get('leave_out_modules'), pyodide.toPy(given.modules)];
  leaveOutModules(modules);
  leaveOutModules.destroy();
  modules.destroy();
}
if (task === 'use') {
  pyodide.runPython('note_use()', { globals: shedding });
  // What every start does, and every report of an error.
  pyodide.runPython('import pyodide._package_loader; pyodide._package_loader.init_loaded_packages()');
  try {
    pyodide.runPython('raise ValueError');
  } catch {
    // As it should be.
  }
}
pyodide.runPython(given.warm_up, { globals, filename: 'warm_up.py' });
const answers = pyodide.runPython('import json; json.dumps(use_every_operation(examples))', { globals });

if (task === 'use') {
  console.log(
    pyodide.runPython('import json, sys; json.dumps({"modules": sorted(sys.modules), "functions": used()})', {
      globals: shedding,
    }),
  );
} else if (task === 'answers') {
  console.log(answers);
} else {
  const functions = globals.get('functions');
  const [frozenBytecode, shed, zeroFreeMemory] = ['frozen_bytecode', 'shed', 'zero_free_memory'].map((name) =>
    shedding.get(name),
  );
  globals.destroy();
  shedding.destroy();
  fillWithZeros(frozenBytecode);
  frozenBytecode.destroy();
  // From here on no more Python is compiled: what that takes is left out.
  const address = shed(functions);
  functions.destroy();
  shed.destroy();
  withoutGrowth(zeroFreeMemory);
  zeroFreeMemory.destroy();
  unchain(address);
  writeFileSync(file, pyodide.makeMemorySnapshot());
  console.log('{}');
}

/**
 * Empties memory that Python only reads.
 *
 * @param {() => import("pyodide/ffi").PyProxy} getPieces gives a list of memory views
 */
function fillWithZeros(getPieces) {
  const pieces = getPieces();
  for (const piece of pieces) {
    const buffer = piece.getBuffer('u8');
    buffer.data.fill(0);
    buffer.release();
    piece.destroy();
  }
  pieces.destroy();
}

/**
 * Makes equal the links of all objects that garbage collection leaves alone.
 *
 * They are a ring: a head, and before each object the addresses of the next and of the previous one, which hardly
 * compress. Python does not go along this ring. An object that is let go only joins its neighbors. So each now has
 * the head as both neighbors, and the head is alone: whatever is let go, the head then joins itself.
 *
 * @param {number} address one of the objects
 */
function unchain(address) {
  const { HEAPU32: words, ___heap_base: heap } = pyodide._module;
  const flags = 3;
  const first = address / 4 - 2;
  const ring = [first];
  for (let link = words[first] / 4; link !== first; link = words[link] / 4) {
    ring.push(link);
  }
  const [head, ...more] = ring.filter((link) => link * 4 < heap);
  if (more.length > 0) {
    throw new Error('expected one head outside of the heap');
  }
  for (const link of ring) {
    words[link] = head * 4;
    words[link + 1] = (head * 4) | (words[link + 1] & flags);
  }
}

/**
 * Does something while no memory can be had beyond what there is.
 *
 * @param {() => void} work
 */
function withoutGrowth(work) {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = () => {
    throw new RangeError('no growth');
  };
  try {
    work();
  } finally {
    WebAssembly.Memory.prototype.grow = grow;
  }
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
