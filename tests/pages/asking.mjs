/**
 * What the tests of the interview share: its page, one family's answers, and how to give them.
 *
 * @module
 */

import { addressOf, field } from './support.mjs';

/** @typedef {import('./support.mjs').Page} Page */

/** The page with the interview. */
export const PAGE = addressOf('calculators/two-plans/');

/** What a separated parent says of a child that both parents' jobs cover. @type {Record<string, string>} */
export const CHILD = {
  'coverages.0.kind': 'employer',
  'coverages.0.name': 'Mother’s plan',
  'coverages.1.kind': 'employer',
  'coverages.1.name': 'Father’s plan',
  'coverages.0.holder': 'parent_a',
  'coverages.1.holder': 'parent_b',
  cause: 'illness',
  'family.parents': 'apart',
  'family.court_order': 'parent_b',
  'family.custody': 'parent_a',
  'coverages.0.order_rules': 'yes',
  'coverages.1.order_rules': 'yes',
};

/**
 * @param {Page} page - the page
 * @returns {Promise<string[]>} names of the controls that are seen
 */
export function asked(page) {
  return page
    .locator('.ah-calculator form :is(input, select)[name]:visible')
    .evaluateAll((all) => [...new Set(all.map((control) => control.getAttribute('name') ?? ''))]);
}

/**
 * Answers what is asked now.
 *
 * @param {Page} page - the page
 * @param {Record<string, string>} answers - by control name
 */
export async function answer(page, answers) {
  for (const name of await asked(page)) {
    const text = answers[name];
    if (text === undefined) continue;
    const control = field(page, name);
    const kind = await control.first().evaluate((element) => element.getAttribute('type') ?? element.localName);
    if (kind === 'select') await control.selectOption(text);
    else if (kind === 'radio') await page.locator(`[name="${name}"][value="${text}"]`).check();
    else await control.fill(text);
  }
}
