/**
 * Brings every calculator on a page to life, and follows Material from page to page.
 *
 * @module
 */

import { takeLink } from './link.mjs';
import { mountPrivacyCheck } from './privacy_check.mjs';
import { Runtime } from './runtime.mjs';
import { Section } from './section.mjs';
import { keepCopy } from './site_copy.mjs';

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const runtime = new Runtime(new URL(`../runtime/${RUNTIME_HASH}/`, script.src), RUNTIME_FILES);

/** @type {Section[]} */
let mounted = [];

/** Mounts what has come, unmounts what has gone. */
function follow() {
  for (const section of mounted) {
    // Material draws the very same page anew after the first step back in the browser's history.
    if (!section.element.isConnected && !section.takePlace()) section.unmount();
  }
  mounted = mounted.filter((section) => section.element.isConnected);
  const check = /** @type {HTMLElement | null} */ (document.querySelector('[data-privacy-check]:not([data-live])'));
  if (check) mountPrivacyCheck(check, runtime);
  const elements = /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll('[data-calculator]:not([data-live])')
  );
  if (elements.length === 0) return;
  const arrived = [...elements].map((element) => new Section(element, runtime));
  mounted.push(...arrived);
  const link = takeLink();
  const addressee = link === null ? null : addresseeOf(link);
  for (const section of arrived) section.mount(section === addressee ? link : null);
  if (!navigator.connection?.saveData) runtime.start();
}

/** Takes up a link that was opened on this very page. */
function followLink() {
  if (mounted.length === 0) return;
  const link = takeLink();
  if (link !== null) void addresseeOf(link)?.openLink(link);
}

/**
 * @param {string} link - `<calculator>.<payload>`
 * @returns {Section | undefined} the calculator it is for; where it names none of them, the first, which says so
 */
function addresseeOf(link) {
  const named = mounted.find((section) => link.startsWith(`${section.calculator}.`));
  return named ?? mounted[0];
}

// The script stands at the end of the page, so there is no need to wait for the rest of it.
follow();
window.document$?.subscribe(follow);
addEventListener('hashchange', followLink);
keepCopy(new URL('../service-worker.js', script.src), runtime);
