/**
 * What the guide's pages do beyond what the browser does by itself; follows Material from page to page.
 *
 * @module
 */

import { Checklist } from './checklists.mjs';
import { mountBuilder } from './embed_builder.mjs';

/** Where the frames lie. */
const frames = new URL('../embed/', /** @type {HTMLScriptElement} */ (document.currentScript).src);

/** @type {Checklist[]} */
let mounted = [];

/** Brings what has come to life, and lets go of what has gone. */
function follow() {
  for (const button of document.querySelectorAll('[data-action="print-page"][hidden]')) {
    button.addEventListener('click', () => print());
    /** @type {HTMLElement} */ (button).hidden = false;
  }
  for (const checklist of mounted) if (!checklist.element.isConnected) checklist.unmount();
  mounted = mounted.filter((checklist) => checklist.element.isConnected);
  const builder = document.querySelector('[data-widget-builder]:not([data-live])');
  if (builder instanceof HTMLElement) mountBuilder(builder, frames);
  const elements = /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll('[data-checklist]:not([data-live])')
  );
  for (const element of elements) {
    const checklist = new Checklist(element);
    checklist.mount();
    mounted.push(checklist);
  }
}

// The script stands at the end of the page, so there is no need to wait for the rest of it.
follow();
window.document$?.subscribe(follow);
