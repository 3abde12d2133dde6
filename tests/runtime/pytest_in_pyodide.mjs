/**
 * Runs pytest inside the assembled runtime, in Node.
 *
 *   node pytest_in_pyodide.mjs RUNTIME LIBRARY PACKAGES TESTS NAME…
 *
 * RUNTIME is the assembled folder, LIBRARY a whole standard library (pytest needs more of it than the calculators
 * do), PACKAGES the folder where pytest is installed, TESTS the folder of tests, each NAME a file or folder in it that
 * is run. Ends as pytest ends.
 */

import { resolve } from 'node:path';
import { start } from '../../build_scripts/runtime/pyodide_in_node.mjs';

const [runtime, library, packages, tests] = process.argv.slice(2, 6).map((path) => resolve(path));
const names = process.argv.slice(6);

const pyodide = await start(runtime, 'lean', { stdLibURL: library });
for (const [inside, outside] of Object.entries({ '/installed': packages, '/checkout/tests': tests })) {
  pyodide.FS.mkdirTree(inside);
  pyodide.mountNodeFS(inside, outside);
}
// The packages come last on the path, so that what the runtime ships is what gets tested.
pyodide.globals.set('names', pyodide.toPy(names));
process.exitCode = await pyodide.runPythonAsync(`
import os, sys
sys.dont_write_bytecode = True
sys.path.append("/installed")
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
os.chdir("/checkout")

import pytest
options = "-c /dev/null --rootdir=/checkout --confcutdir=/checkout/tests --import-mode=importlib --strict-markers -W error"
withheld = "-p no:cacheprovider -p no:faulthandler --capture=sys --color=no"
int(pytest.main([*options.split(), *withheld.split(), *(f"tests/{name}" for name in names)]))
`);
