/** Starts the worker that the script element names, and reports its result. */
{
  const worker = new Worker(document.currentScript.dataset.worker);
  const { wheel, request, finish } = globalThis.bench;
  worker.onmessage = ({ data }) => finish(data);
  worker.onerror = ({ message }) => {
    throw new Error(message);
  };
  worker.postMessage({ wheel, request });
}
