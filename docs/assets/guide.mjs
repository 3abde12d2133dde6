/**
 * What the guide's pages do beyond what the browser does by itself; follows Material from page to page.
 *
 * @module
 */

/** Brings what has come to life. */
function follow() {
  for (const button of document.querySelectorAll('[data-action="print-page"][hidden]')) {
    button.addEventListener('click', () => print());
    /** @type {HTMLElement} */ (button).hidden = false;
  }
}

// The script stands at the end of the page, so there is no need to wait for the rest of it.
follow();
window.document$?.subscribe(follow);
