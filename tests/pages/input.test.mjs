/** Bad input: a sentence that names the field, nothing lost, the old result marked as out of date. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertFiguresAreTheCommandLines,
  button,
  download,
  field,
  figuresOn,
  PAGE,
  reaches,
  textFields,
  type,
  useBrowser,
  visiting,
} from './support.mjs';

/** @typedef {import('./support.mjs').Page} Page */

useBrowser();

/**
 * What people type wrongly: which fields, and at which field the sentence stands.
 *
 * @type {{what: string, texts: Record<string, string>, at?: string}[]}
 */
const WRONG = [
  { what: 'letters in a money field', texts: { 'plan.deductible.person': 'about 500' } },
  { what: 'a negative amount', texts: { 'plan.terms.0.copay': '-40' } },
  { what: '10,000 visits', texts: { 'care.0.visits': '10,000' } },
  { what: 'visits that are not a number', texts: { 'care.0.visits': 'forty' } },
  { what: 'a coinsurance of 120 %', texts: { 'plan.terms.0.coinsurance': '120 %' } },
  {
    what: 'an allowed amount above the billed one',
    texts: { 'care.0.allowed': '150', 'care.0.billed': '100' },
    at: 'care.0.allowed',
  },
  { what: 'a date outside the plan year', texts: { 'care.0.first_visit': '7/6/2031' } },
  { what: '30 February', texts: { 'care.0.first_visit': '2/30/2027' } },
  { what: 'a date whose year is short', texts: { 'plan.starts': '3/4/27' } },
];

/**
 * Checks that the page refuses what was typed as it should.
 *
 * @param {Page} page - the page, in state invalid
 * @param {string} path - the field that is wrong
 */
async function assertRefused(page, path) {
  const message = page.locator(`[id="annual-cost-${path}-error"]`);
  await message.waitFor();
  const sentence = (await message.textContent()) ?? '';
  const label = await page.locator(`[data-field="${path}"]`).evaluate((box) => {
    // The first text of a label is its name; what follows says more.
    return box.querySelector('label, legend')?.firstChild?.textContent?.trim() ?? '';
  });
  assert.ok(label && sentence.startsWith(label), `“${sentence}” does not name “${label}”`);

  const control = field(page, path).first();
  const described = (await control.getAttribute('aria-describedby')) ?? '';
  assert.equal(described.split(' ')[0], `annual-cost-${path}-error`);
  for (const id of described.split(' ')) assert.equal(await page.locator(`[id="${id}"]`).count(), 1, id);
  assert.equal(await control.getAttribute('aria-invalid'), 'true');
  assert.ok(await page.locator('[data-stale]').isVisible());
  assert.equal(await page.locator('[data-result][data-outdated]').count(), 1);

  const link = page.locator(`[data-errors] a[href="#annual-cost-${path}"]`);
  assert.equal(await link.textContent(), sentence);
  await link.click();
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('name')), path);
}

test('each wrong answer gets a sentence that names the field, and nothing is lost', async (t) => {
  for (const { what, texts, at } of WRONG) {
    await t.test(what, () =>
      visiting(async (page) => {
        await page.goto(PAGE);
        await type(page, { 'care.0.visits': '12' });
        const figures = await figuresOn(page);
        await type(page, texts, 'invalid');
        await assertRefused(page, at ?? Object.keys(texts)[0] ?? '');
        for (const [name, text] of Object.entries(texts)) assert.equal(await field(page, name).inputValue(), text);
        assert.deepEqual(await figuresOn(page), figures);
      }),
    );
  }
});

test('an empty form gets a sentence for each field that is needed', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    for (const input of await textFields(page)) await input.fill('');
    await page.locator('.ah-calculator button[type="submit"]').click();
    await reaches(page, 'invalid');
    assert.ok(await page.locator('[data-errors]').evaluate((summary) => summary === document.activeElement));
    const links = await page.locator('[data-errors] a').count();
    assert.ok(links >= 5);
    assert.equal(await page.locator('.ah-error:visible').count(), links);
  }));

test('a field is not told that it is wrong while it is being typed into', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    const copay = field(page, 'plan.terms.0.copay');
    await type(page, { 'plan.terms.0.copay': '34' });
    await copay.fill('x');
    await reaches(page, 'invalid');
    assert.ok(await page.locator('[data-stale]').isVisible());
    const message = page.locator('[id="annual-cost-plan.terms.0.copay-error"]');
    assert.ok(await message.isHidden());
    assert.ok(await page.locator('[data-errors]').isHidden());
    await copay.blur();
    assert.ok(await message.isVisible());
    assert.ok(await page.locator('[data-errors]').isVisible());
    await copay.fill('35');
    await reaches(page, 'ready');
    assert.ok(await message.isHidden());
    assert.equal(await copay.getAttribute('aria-invalid'), null);
    assert.ok(await page.locator('[data-errors]').isHidden());
    assert.ok(await page.locator('[data-stale]').isHidden());
    await assertFiguresAreTheCommandLines(page);
  }));

test('a summary that appears does not move the button that is being pressed', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await field(page, 'care.0.visits').fill('x');
    await reaches(page, 'invalid');
    await page.locator('.ah-calculator button[type="submit"]').click();
    await page.locator('[data-errors]:focus').waitFor();
  }));

/**
 * @param {Page} page - the page
 * @param {string} text - what is in the file
 */
async function openFile(page, text) {
  await button(page, 'open-file').setInputFiles({
    name: 'scenario.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });
}

test('a scenario file that cannot be read is refused with a sentence, and the form stays', async (t) => {
  const good = await scenario();
  const files = {
    'not JSON': '{"calculator": "annual-cost", ',
    'an unknown key': JSON.stringify({ ...good, surprise: 1 }),
    'a float': JSON.stringify({ ...good, care: [{ ...good.care[0], allowed: 150.5 }] }),
    'a newer version': JSON.stringify({ ...good, version: 99 }),
    'another calculator': JSON.stringify({ ...good, calculator: 'two-plans' }),
    'a list': '[]',
    nothing: '',
  };
  for (const [what, text] of Object.entries(files)) {
    await t.test(what, () =>
      visiting(async (page) => {
        await page.goto(PAGE);
        await type(page, { 'care.0.visits': '12' });
        await openFile(page, text);
        await page.locator('[data-errors]:focus').waitFor();
        assert.match(await page.locator('[data-errors]').innerText(), /could not be opened[^]+\w+ \w+ \w+/);
        // What is refused is the file: the result still follows the form.
        await reaches(page, 'ready');
        assert.ok(await page.locator('[data-stale]').isHidden());
        await assertFiguresAreTheCommandLines(page);
        assert.equal(await field(page, 'care.0.visits').inputValue(), '12');
      }),
    );
  }
});

test('a scenario file fills the form, and the way back is offered', () =>
  visiting(async (page) => {
    const good = await scenario();
    await page.goto(PAGE);
    await type(page, { 'care.0.visits': '12' });
    await openFile(page, JSON.stringify({ ...good, care: [{ ...good.care[0], visits: 5 }] }));
    await page.waitForFunction(
      () => /** @type {HTMLInputElement | null} */ (document.querySelector('[name="care.0.visits"]'))?.value === '5',
    );
    await reaches(page, 'ready');
    await assertFiguresAreTheCommandLines(page);
    await button(page, 'undo').click();
    await reaches(page, 'ready');
    assert.equal(await field(page, 'care.0.visits').inputValue(), '12');
  }));

test('a file that is too large is refused unread', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, { 'care.0.visits': '12' });
    await openFile(page, ' '.repeat(1_000_001));
    const said = await page
      .locator('template[data-text="file-too-large"]')
      .evaluate((template) => /** @type {HTMLTemplateElement} */ (template).content.textContent?.trim());
    await page.locator('[data-status]', { hasText: said ?? '' }).waitFor();
    assert.equal(await field(page, 'care.0.visits').inputValue(), '12');
  }));

/** @returns {Promise<any>} the scenario that the page opens with */
async function scenario() {
  let text = '';
  await visiting(async (page) => {
    await page.goto(PAGE);
    text = await download(page, 'scenario');
  });
  return JSON.parse(text);
}

test('a file that is refused right after typing is explained, and stays explained', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, { 'care.0.visits': '12' });
    await field(page, 'care.0.visits').fill('13');
    await openFile(page, 'hello');
    await page.locator('[data-errors]:focus').waitFor();
    await reaches(page, 'ready');
    assert.ok(await page.locator('[data-errors]').isVisible());
    assert.equal(await field(page, 'care.0.visits').inputValue(), '13');
    await assertFiguresAreTheCommandLines(page);
  }));

test('a result is told from a scenario', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, { 'care.0.visits': '12' });
    await openFile(page, await download(page, 'json'));
    await page.locator('[data-errors]:focus').waitFor();
    assert.match(await page.locator('[data-errors]').innerText(), /is a result/);
  }));

test('an added row is no mistake until something is typed into it', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, { 'care.0.visits': '12' });
    await page.locator('[data-action="add-row"][data-list="care"]').click();
    await field(page, 'care.1.visits').waitFor();
    assert.equal(await page.locator('.ah-error:visible').count(), 0);
    await field(page, 'care.1.visits').fill('3');
    await reaches(page, 'invalid');
  }));
