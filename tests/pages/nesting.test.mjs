/** Lists within lists: a page made for these tests, with the project's own templates, modules and section. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { nest } from '../../docs/assets/controls.mjs';
import { button, field, reaches, SITE, type, useBrowser, visiting } from './support.mjs';

/** @typedef {import('./support.mjs').Page} Page */

/** Keeps what a section would have worked out, and answers at once. */
const SCRIPT = `
  import { Section } from './section.mjs';
  const runtime = {
    state: 'ready',
    listen() {},
    async compute(section, { typed }) {
      globalThis.typed = typed;
      return { state: 'ready', html: 'Result', announcement: '', link: '' };
    },
  };
  new Section(document.querySelector('section'), runtime).mount(null);
`;

const READ = `
import json, sys
from calculators.declaration import read_typed, write
from tests.declaration.holders import Holders
print(json.dumps(write(read_typed(json.load(sys.stdin), Holders))))
`;

useBrowser();

/**
 * @param {string[]} args - what Python shall run
 * @param {string} [input] - its standard input
 * @returns {string} its standard output
 */
function python(args, input = '') {
  const { status, stdout, stderr } = spawnSync(process.env['PYTHON'] ?? 'python3', args, { input, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout;
}

/**
 * Visits the page with lists within lists.
 *
 * @param {(page: Page) => Promise<void>} visit - what the visitor does
 * @returns {Promise<void>}
 */
function visitingHolders(visit) {
  return visiting(async (page) => {
    const resolveDir = fileURLToPath(new URL('../../docs/assets', import.meta.url));
    const { outputFiles } = await build({ stdin: { contents: SCRIPT, resolveDir }, bundle: true, write: false });
    const html = `${python(['-m', 'tests.declaration.holders'])}<script src="nesting.js"></script>`;
    await page.route(`${SITE}nesting.html`, (route) => route.fulfill({ contentType: 'text/html', body: html }));
    await page.route(`${SITE}nesting.js`, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: outputFiles[0]?.text ?? '' }),
    );
    await page.goto(`${SITE}nesting.html`);
    await unfold(page);
    await visit(page);
  });
}

/**
 * Folds everything open.
 *
 * @param {Page} page - the page
 */
async function unfold(page) {
  await page.locator('details').evaluateAll((all) => {
    for (const details of all) /** @type {HTMLDetailsElement} */ (details).open = true;
  });
}

/**
 * @param {Page} page - the page
 * @returns {Promise<Record<string, string>>} what stands in each control of the form
 */
function standing(page) {
  return page
    .locator('form')
    .evaluate((form) => Object.fromEntries(/** @type {any} */ (new FormData(/** @type {HTMLFormElement} */ (form)))));
}

/**
 * @param {Page} page - the page
 * @returns {Promise<any>} the scenario that Python reads from what was sent to it last
 */
async function readByPython(page) {
  return JSON.parse(python(['-c', READ], JSON.stringify(await page.evaluate('typed'))));
}

/**
 * @param {Page} page - the page
 * @param {string} attribute - name of an attribute
 * @returns {Promise<string[]>} what it is, in page order, within templates too
 */
function everywhere(page, attribute) {
  return page.locator('form').evaluate((form, wanted) => {
    /** @type {(root: ParentNode) => string[]} */
    const found = (root) =>
      [...root.querySelectorAll('*')].flatMap((element) => [
        element.getAttribute(wanted) ?? '',
        ...(element instanceof HTMLTemplateElement ? found(element.content) : []),
      ]);
    return found(form).filter(Boolean);
  }, attribute);
}

/**
 * @param {Page} page - the page
 * @param {string} list - a list's path
 * @returns {Promise<string[]>} what its rows go by
 */
function titles(page, list) {
  return page.locator(`[data-rows="${list}"] > [data-row] > summary [data-row-title]`).allTextContents();
}

/**
 * Adds a row.
 *
 * @param {Page} page - the page
 * @param {string} list - a list's path
 */
async function add(page, list) {
  await page.locator(`[data-action="add-row"][data-list="${list}"]`).click();
  await unfold(page);
}

/**
 * @param {Page} page - the page
 * @param {string} list - a list's path
 * @param {number} number - a row's number
 * @returns {import('playwright-core').Locator} the row's own button that removes it
 */
function remover(page, list, number) {
  return page.locator(`[data-rows="${list}"] > [data-row="${number}"] > [data-action="remove-row"]`);
}

/**
 * @param {Page} page - the page
 * @param {string} name - a control's name
 * @returns {Promise<string[]>} the options that can be chosen in it
 */
function offered(page, name) {
  return field(page, name).locator('option').allTextContents();
}

test('names become lists and groups, rows by their numbers', () => {
  const fields = { 'a.1.b.0.c': 'x', 'a.1.b.1.c': 'y', 'a.1.d': 'z', 'a.0.e': ['p', 'q'], 'f.g': '' };
  assert.deepEqual(nest(fields), {
    a: [{ e: ['p', 'q'] }, { b: [{ c: 'x' }, { c: 'y' }], d: 'z' }],
    f: { g: '' },
  });
});

test('rows within rows show a scenario and give it back', () =>
  visitingHolders(async (page) => {
    const fields = JSON.parse((await page.locator('[data-fields]').getAttribute('data-fields')) ?? '');
    const shown = await standing(page);
    assert.equal(fields['holders.1.plan.terms.1.covered'], 'no');
    for (const [name, text] of Object.entries(fields)) assert.equal(shown[name], text, name);
    const others = Object.keys(shown).filter((name) => !(name in fields));
    assert.deepEqual(others.sort(), [
      'guests.1.plan.id',
      'guests.1.plan.name',
      'holders.0.plan.id',
      'holders.0.plan.name',
    ]);
    // A plan that may still be filled in does not have the id of one that is.
    assert.equal(shown['guests.0.plan.id'], 'guests-1-plan');
    assert.equal(shown['guests.1.plan.id'], 'guests-1-plan-1');

    await type(page, { 'holders.1.plan.terms.0.copay': '45' });
    const { holders, guests } = await readByPython(page);
    assert.deepEqual(
      holders.map((/** @type {any} */ { id, plan }) => [id, plan?.terms]),
      [
        ['ann', undefined],
        [
          'ben',
          [
            { service: 'physical', limit: 'few', agreed_by: 'ann', copay: '45.00' },
            { service: 'speech', limit: 'many', agreed_by: 'ann', covered: false },
          ],
        ],
      ],
    );
    assert.deepEqual(guests[0].plan.limits, [{ id: 'one', visits: 1 }]);
    assert.deepEqual(guests[1], { id: 'dan', name: 'Dan' });
  }));

test('a row goes by its own first answer, and is referred to from its own row', () =>
  visitingHolders(async (page) => {
    assert.deepEqual(await titles(page, 'holders'), ['Ann', 'Ben']);
    assert.deepEqual(await titles(page, 'holders.1.plan.terms'), ['Physical therapy', 'Speech therapy']);
    assert.deepEqual(await offered(page, 'holders.1.plan.terms.0.limit'), ['Choose…', '20', '60']);
    assert.deepEqual(await offered(page, 'guests.0.plan.terms.0.limit'), ['1']);
    assert.deepEqual(await offered(page, 'guests.0.plan.terms.0.agreed_by'), ['Choose…', 'Ann', 'Ben']);
    await type(page, { 'holders.0.name': 'Anna', 'holders.1.plan.limits.1.visits': '61' });
    assert.deepEqual(await titles(page, 'holders'), ['Anna', 'Ben']);
    assert.deepEqual(await offered(page, 'holders.1.plan.terms.0.limit'), ['Choose…', '20', '61']);
    assert.deepEqual(await offered(page, 'guests.0.plan.terms.0.agreed_by'), ['Choose…', 'Anna', 'Ben']);
  }));

test('a row within a new row moves with it, its template too', () =>
  visitingHolders(async (page) => {
    await add(page, 'holders');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('name')), 'holders.2.name');
    await add(page, 'holders.2.plan.terms');
    await add(page, 'holders.2.plan.limits');
    await type(page, {
      'holders.2.name': 'Cy',
      'holders.2.plan.name': 'Basic',
      'holders.2.plan.terms.0.service': 'physical',
      'holders.2.plan.terms.0.agreed_by': 'ben',
      'holders.2.plan.terms.0.copay': '15',
      'holders.2.plan.terms.0.covered': 'no',
      'holders.2.plan.limits.0.visits': '9',
    });
    await remover(page, 'holders', 0).click();
    await reaches(page, 'ready');
    // Ann's plan, which she lacks, has the id holders-0-plan.
    const basic = {
      id: 'holders-1-plan',
      name: 'Basic',
      terms: [{ service: 'physical', limit: 'limit-0', agreed_by: 'ben', copay: '15.00', covered: false }],
      limits: [{ id: 'limit-0', visits: 9 }],
    };
    // Whoever had agreed by Ann must be asked anew.
    await type(page, {
      'holders.0.plan.terms.0.agreed_by': 'ben',
      'holders.0.plan.terms.1.agreed_by': 'holder-0',
      'guests.0.plan.terms.0.agreed_by': 'ben',
    });
    const { holders } = await readByPython(page);
    assert.deepEqual(
      holders.map((/** @type {any} */ { id }) => id),
      ['ben', 'holder-0'],
    );
    assert.deepEqual(holders[1], { id: 'holder-0', name: 'Cy', plan: basic });

    for (const attribute of ['name', 'data-field', 'data-list', 'data-rows', 'data-row-template', 'data-reference']) {
      for (const name of await everywhere(page, attribute)) {
        assert.match(name, /^(holders|guests)(\.(0|1|__row__)\b|$)/, `${attribute} ${name}`);
      }
    }
    const names = await everywhere(page, 'name');
    for (const name of ['holders.1.plan.terms.__row__.copay', 'holders.1.plan.limits.__row__.visits']) {
      assert.ok(names.includes(name), name);
    }
    await add(page, 'holders.1.plan.terms');
    await type(page, {
      'holders.1.plan.terms.1.service': 'speech',
      'holders.1.plan.terms.1.agreed_by': 'ben',
      'holders.1.plan.terms.1.covered': 'no',
    });
    await remover(page, 'holders.1.plan.terms', 0).click();
    await reaches(page, 'ready');
    assert.deepEqual((await readByPython(page)).holders[1].plan.terms, [
      { service: 'speech', limit: 'limit-0', agreed_by: 'ben', covered: false },
    ]);
    assert.deepEqual(await titles(page, 'holders.1.plan.terms'), ['Speech therapy']);

    const ids = await everywhere(page, 'id');
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
    for (const id of await everywhere(page, 'for')) assert.ok(ids.includes(id), id);
  }));

test('rows that came with the page move in the same way', () =>
  visitingHolders(async (page) => {
    await add(page, 'guests.1.plan.limits');
    await type(page, { 'guests.1.plan.name': 'Bronze', 'guests.1.plan.limits.0.visits': '7' });
    await remover(page, 'guests', 0).click();
    await add(page, 'guests.0.plan.terms');
    await type(page, { 'guests.0.plan.terms.0.service': 'speech', 'guests.0.plan.terms.0.agreed_by': 'ben' });
    assert.deepEqual((await readByPython(page)).guests, [
      {
        id: 'dan',
        name: 'Dan',
        plan: {
          id: 'guests-1-plan-1',
          name: 'Bronze',
          terms: [{ service: 'speech', limit: 'limit-0', agreed_by: 'ben' }],
          limits: [{ id: 'limit-0', visits: 7 }],
        },
      },
    ]);
  }));

test('each list says for itself which rows can be added or removed', () =>
  visitingHolders(async (page) => {
    const adder = page.locator('[data-action="add-row"][data-list="holders.0.plan.terms"]');
    await remover(page, 'holders', 0).click();
    await unfold(page);
    assert.ok(await remover(page, 'holders', 0).isHidden());
    assert.ok(await remover(page, 'holders.0.plan.terms', 1).isVisible());
    assert.ok(await remover(page, 'holders.0.plan.limits', 0).isVisible());
    await add(page, 'holders.0.plan.terms');
    assert.ok(await adder.isHidden());
    await remover(page, 'holders.0.plan.terms', 2).click();
    await remover(page, 'holders.0.plan.terms', 1).click();
    assert.ok(await adder.isVisible());
    assert.ok(await remover(page, 'holders.0.plan.terms', 0).isHidden());
    await add(page, 'holders');
    await add(page, 'holders.1.plan.terms');
    assert.ok(await remover(page, 'holders', 0).isVisible());
    assert.ok(await remover(page, 'holders.0.plan.terms', 0).isHidden());
    assert.ok(await remover(page, 'holders.1.plan.terms', 0).isHidden());
  }));

test('after a row is removed the focus is on the next row itself, and undo brings back what stood in it', () =>
  visitingHolders(async (page) => {
    const before = await standing(page);
    await remover(page, 'holders', 0).click();
    assert.ok(await remover(page, 'holders', 0).isHidden());
    const focused = await page.evaluate(() => document.activeElement?.textContent?.replace(/\s+/g, ' ').trim());
    // The colon between them is the style sheet's: it stands there only where a name does.
    assert.equal(focused, 'Holder 1Ben');
    await add(page, 'holders');
    await remover(page, 'holders', 1).click();
    await remover(page, 'guests', 1).click();
    assert.equal(await remover(page, 'guests', 0).evaluate((element) => element === document.activeElement), true);
    await remover(page, 'guests', 0).click();
    assert.equal(await page.locator('[data-rows="guests"] [data-row]').count(), 0);
    await button(page, 'undo').click();
    assert.equal(await field(page, 'guests.0.plan.terms.0.service').inputValue(), 'speech');
    await button(page, 'load-example').click();
    assert.deepEqual(await standing(page), before);
  }));

test('a reload brings back rows within rows', () =>
  visitingHolders(async (page) => {
    await add(page, 'holders.0.plan.terms');
    await add(page, 'holders.0.plan.terms');
    await type(page, { 'holders.0.plan.terms.1.copay': '12' });
    const before = await standing(page);
    assert.equal(before['holders.0.plan.terms.1.copay'], '12');
    await page.reload();
    await reaches(page, 'ready');
    assert.deepEqual(await standing(page), before);
  }));
