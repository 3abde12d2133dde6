/* global importScripts, loadPyodide -- a classic worker */

globalThis.onmessage = async ({ data: { wheel, request } }) => {
  importScripts('pyodide/pyodide.js');
  const pyodide = await loadPyodide();
  await pyodide.loadPackage('micropip');
  await pyodide.pyimport('micropip').install(new URL(wheel, location.href).href);
  postMessage(pyodide.pyimport('calculators.page').answer(request));
};
