/**
 * The scenario in a link: `#scenario=<calculator>.<payload>`.
 *
 * @module
 */

const PREFIX = '#scenario=';

/**
 * Takes the scenario out of the page's address, once. Other `#` addresses are left alone.
 *
 * @returns {string | null} `<calculator>.<payload>`, or null when the address carries none
 */
export function takeLink() {
  if (!location.hash.startsWith(PREFIX)) return null;
  const link = location.hash.slice(PREFIX.length);
  history.replaceState(history.state, '', addressWithoutHash());
  return link;
}

/**
 * The address of a page with a scenario in it.
 *
 * @param {string} link - `<calculator>.<payload>`
 * @param {string} [page] - address of the page; without it, this one
 * @returns {string} an absolute address
 */
export function addressWith(link, page = addressWithoutHash()) {
  return page + PREFIX + link;
}

/** @returns {string} this page's address up to its `#` */
function addressWithoutHash() {
  return location.href.slice(0, location.href.length - location.hash.length).replace(/#$/, '');
}
