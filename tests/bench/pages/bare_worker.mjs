/* global importScripts, loadPyodide -- a classic worker */

globalThis.onmessage = async () => {
  importScripts('pyodide/pyodide.js');
  const pyodide = await loadPyodide();
  postMessage(pyodide.runPython('str(6 * 7)'));
};
