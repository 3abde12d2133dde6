/* global importScripts, loadPyodide -- a classic worker */

globalThis.onmessage = async ({ data: { wheel, request } }) => {
  importScripts('pyodide/pyodide.js');
  const { source, scenario } = JSON.parse(request);
  const pyodide = await loadPyodide();
  await pyodide.loadPackage('micropip');
  await pyodide.pyimport('micropip').install(new URL(wheel, location.href).href);
  pyodide.runPython(source);
  pyodide.globals.set('text', scenario);
  postMessage(pyodide.runPython('json.dumps(measured(text))'));
};
