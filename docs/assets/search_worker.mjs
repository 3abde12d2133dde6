/**
 * Lets Material's search start where workers by address are refused, as they are from file://: this one starts from
 * its text. Our own worker is made from texts already.
 *
 * @module
 */

/* global SEARCH_WORKER -- the text of Material's search worker; the bundler puts it in */

const ByAddress = window.Worker;

window.Worker = class extends ByAddress {
  /**
   * @param {string | URL} address - where the worker's script stands
   * @param {WorkerOptions} [options] - as browsers take them
   */
  constructor(address, options) {
    const isSearch = String(address).includes('/workers/search.');
    super(isSearch ? URL.createObjectURL(new Blob([SEARCH_WORKER], { type: 'text/javascript' })) : address, options);
  }
};
