/** A household: several people, care out of network, unknown numbers, and what to ask. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertFiguresAreTheCommandLines,
  button,
  download,
  field,
  figuresOfCommandLine,
  figuresOn,
  PAGE,
  reaches,
  type,
  useBrowser,
  visiting,
} from './support.mjs';

/** @typedef {import('./support.mjs').Page} Page */

useBrowser();

/**
 * @param {Page} page - the page
 * @param {string} list - a list's path
 * @returns {import('playwright-core').Locator} the button that adds a row to it
 */
function adder(page, list) {
  return page.locator(`[data-action="add-row"][data-list="${list}"]`);
}

/**
 * @param {Page} page - the page
 * @param {string} name - name of a control with options
 * @returns {Promise<string[]>} the words of its options
 */
function optionsOf(page, name) {
  return field(page, name).locator('option').allTextContents();
}

/**
 * @param {Page} page - the page
 * @returns {Promise<string | null>} name of the control that has the focus
 */
function focused(page) {
  return page.evaluate(() => document.activeElement?.getAttribute('name') ?? null);
}

/**
 * Adds a second person and care for them.
 *
 * @param {Page} page - the page
 */
async function addChild(page) {
  await adder(page, 'people').click();
  await type(page, { 'people.0.name': 'Ann', 'people.1.name': 'Ben' });
  await adder(page, 'care').click();
  await type(page, {
    'care.1.person': 'person-0',
    'care.1.service': 'speech_therapy',
    'care.1.visits': '12',
    'care.1.first_visit': await field(page, 'plan.starts').inputValue(),
    'care.1.frequency': '1_a_week',
    'care.1.allowed': '120',
  });
}

test('a family that is typed in has the figures of the command line, person by person', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await adder(page, 'people').focus();
    await page.keyboard.press('Enter');
    assert.equal(await focused(page), 'people.1.name');
    await page.keyboard.type('Ben');
    await field(page, 'people.0.name').focus();
    await page.keyboard.type('Ann');
    await adder(page, 'care').focus();
    await page.keyboard.press('Enter');
    assert.equal(await focused(page), 'care.1.person');
    await page.keyboard.type('Ben');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Speech');
    await page.keyboard.press('Tab');
    await page.keyboard.type('12');
    await page.keyboard.press('Tab');
    await page.keyboard.type(await field(page, 'plan.starts').inputValue());
    await page.keyboard.press('Tab');
    await page.keyboard.type('once');
    await page.keyboard.press('Tab');
    await page.keyboard.type('120');
    await reaches(page, 'ready');
    const figures = await assertFiguresAreTheCommandLines(page);
    const [ann, ben, all] = ['people.me.patient_pays', 'people.person-0.patient_pays', 'patient_pays'].map((name) =>
      Math.round(100 * Number(figures[name].value)),
    );
    assert.equal((ann ?? 0) + (ben ?? 0), all);
    assert.ok(ben);
    assert.match(await page.locator('.ah-people').innerText(), /Ann[^]+Ben/);
    const people = await page.locator('table.ah-ledger tbody tr td:nth-child(3)').allTextContents();
    assert.deepEqual([...new Set(people.map((text) => text.trim()))].sort(), ['Ann', 'Ben']);
  }));

test('one person is asked for nothing', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    assert.ok(await field(page, 'people.0.name').isHidden());
    assert.ok(await field(page, 'care.0.person').isHidden());
    assert.equal(await field(page, 'care.0.person').inputValue(), 'me');
    await adder(page, 'people').click();
    assert.ok(await field(page, 'people.0.name').isVisible());
    assert.ok(await field(page, 'care.0.person').isVisible());
    await page.locator('[data-rows="people"] [data-row]').nth(1).locator('[data-action="remove-row"]').click();
    assert.ok(await field(page, 'people.0.name').isHidden());
    assert.ok(await adder(page, 'people').evaluate((element) => element === document.activeElement));
    await reaches(page, 'ready');
    await assertFiguresAreTheCommandLines(page);
  }));

test('controls that refer to people follow who is added, named and removed', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await adder(page, 'people').click();
    assert.deepEqual(await optionsOf(page, 'care.0.person'), ['Choose…', 'Person 1', 'Person 2']);
    assert.equal(await field(page, 'care.0.person').inputValue(), 'me');
    await field(page, 'people.1.name').fill('Ben');
    assert.deepEqual(await optionsOf(page, 'care.0.person'), ['Choose…', 'Person 1', 'Ben']);
    await field(page, 'care.0.person').selectOption({ label: 'Ben' });
    await adder(page, 'people').click();
    assert.deepEqual(await optionsOf(page, 'care.0.person'), ['Choose…', 'Person 1', 'Ben', 'Person 3']);
    const remove = page.locator('[data-rows="people"] [data-row]').nth(1).locator('[data-action="remove-row"]');
    await remove.click();
    assert.deepEqual(await optionsOf(page, 'care.0.person'), ['Choose…', 'Person 1', 'Person 2']);
    assert.equal(await field(page, 'care.0.person').inputValue(), '');
    await reaches(page, 'invalid');
    await button(page, 'undo').click();
    await reaches(page, 'ready');
    assert.deepEqual(await optionsOf(page, 'care.0.person'), ['Choose…', 'Person 1', 'Ben', 'Person 3']);
    assert.equal(await field(page, 'care.0.person').locator('option:checked').textContent(), 'Ben');
    await assertFiguresAreTheCommandLines(page);
  }));

test('people and their care come back after a reload, and the way to one person is open', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await addChild(page);
    const figures = await figuresOn(page);
    await page.reload();
    await reaches(page, 'ready');
    assert.deepEqual(await figuresOn(page), figures);
    assert.equal(await field(page, 'care.1.person').locator('option:checked').textContent(), 'Ben');
    await button(page, 'reset').click();
    await reaches(page, 'example');
    assert.equal(await field(page, 'people.1.name').count(), 0);
    assert.ok(await field(page, 'care.0.person').isHidden());
  }));

test('names stand in a saved scenario, and never in a link', () =>
  visiting(async (page) => {
    await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await page.goto(PAGE);
    await addChild(page);
    const figures = await figuresOn(page);
    assert.deepEqual(
      JSON.parse(await download(page, 'scenario')).people.map((/** @type {any} */ person) => person.name),
      ['Ann', 'Ben'],
    );
    await button(page, 'copy-link').click();
    const link = await page.locator('input.ah-copy').inputValue();
    await visiting(async (other) => {
      await other.goto(link);
      await reaches(other, 'ready');
      assert.deepEqual(await figuresOn(other), figures);
      assert.equal(await field(other, 'people.1.name').inputValue(), '');
      assert.equal(await field(other, 'care.1.person').locator('option:checked').textContent(), 'Person 2');
      assert.match(await other.locator('.ah-people').innerText(), /Person 1[^]+Person 2/);
      assert.ok(!(await other.content()).includes('Ben'));
    });
  }));

test('a price typed as a range gives the range of the command line, and what to ask', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, { 'care.0.allowed': '90 to 200' });
    const figures = await assertFiguresAreTheCommandLines(page);
    assert.ok(Number(figures['total'].low) < Number(figures['total'].high));
    assert.deepEqual(JSON.parse(await download(page, 'scenario')).care[0].allowed, {
      unknown: true,
      low: '90.00',
      high: '200.00',
    });
    assert.equal(await page.locator('table.ah-ledger').count(), 2);
    await page.reload();
    await reaches(page, 'ready');
    assert.equal(await field(page, 'care.0.allowed').inputValue(), '90 to 200');

    await page.locator('.ah-call a').first().click();
    assert.equal(await focused(page), 'care.0.allowed');
  }));

test('a range the wrong way round is asked back', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, { 'care.0.allowed': '200 to 90' }, 'invalid');
    const message = page.locator('[id="annual-cost-care.0.allowed-error"]');
    await message.waitFor();
    assert.match((await message.textContent()) ?? '', /range/);
  }));

test('where nothing can be worked out yet, the page asks first and shows what is known', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, { 'plan.premium.amount': '412', 'care.0.allowed': '?' });
    const shown = await figuresOn(page);
    assert.deepEqual(shown['premium'], { value: '4944.00' });
    const computed = figuresOfCommandLine(await download(page, 'scenario'));
    for (const [name, figure] of Object.entries(shown)) assert.deepEqual(figure, computed[name], name);
    assert.ok(!('patient_pays' in shown) && !('patient_pays' in computed));
    const question = page.locator('.ah-call [data-question]').first();
    assert.match(await question.innerText(), /allowed amount[^]+before we can work anything out/i);
    await question.locator('a').click();
    assert.equal(await focused(page), 'care.0.allowed');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('150');
    await reaches(page, 'ready');
    await assertFiguresAreTheCommandLines(page);
  }));

test('care out of network has a balance bill, and the plan’s amounts there are asked for where they lack', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    const last = await page.locator('[data-rows="plan.terms"] [data-row]').count();
    await page.locator('.ah-more > summary').first().click();
    await type(page, {
      'plan.out_of_network.deductible': '0',
      'plan.out_of_network.maximum': '5,000',
      'plan.out_of_network.accumulation': 'separate',
      'care.0.visits': '10',
      'care.0.allowed': '100',
      'care.0.billed': '180',
    });
    const outside = page.locator('[data-row-title]', { hasText: 'Physical therapy, Out of network' });
    if ((await outside.count()) === 0) {
      await adder(page, 'plan.terms').click();
      await type(page, {
        [`plan.terms.${last}.service`]: 'physical_therapy',
        [`plan.terms.${last}.network`]: 'out',
        [`plan.terms.${last}.coinsurance`]: '40%',
      });
      assert.equal(await outside.count(), 1);
    }
    await type(page, { 'care.0.network': 'out', 'care.0.balance_billed': 'yes' });
    const figures = await assertFiguresAreTheCommandLines(page);
    assert.deepEqual(figures['balance_bill'], { value: '800.00' });
    assert.match((await page.locator('table.ah-ledger thead').first().textContent()) ?? '', /Network[^]+Balance bill/);

    await type(page, { 'plan.out_of_network.deductible': '', 'plan.out_of_network.maximum': '' }, 'invalid');
    await page.locator('[data-errors] a[href="#annual-cost-care.0.network"]').waitFor();
  }));

test('a group of questions that need not be answered can be filled in and emptied again', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    const { change: none } = JSON.parse(await download(page, 'scenario'));
    assert.equal(none, undefined);
    await type(page, { 'change.since': '6/1/2027' }, 'invalid');
    await page.locator('[data-errors] a[href="#annual-cost-change.plan.name"]').waitFor();
    await type(page, { 'change.since': '' });
    await assertFiguresAreTheCommandLines(page);
    assert.equal(JSON.parse(await download(page, 'scenario')).change, undefined);
  }));

test('rows that are folded away, and what is checked in them, are seen and counted', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    const limits = page.locator('[data-rows="plan.limits"] [data-row]');
    const number = await limits.count();
    await page.locator('.ah-more > summary').first().click();
    await adder(page, 'plan.limits').click();
    const row = limits.nth(number);
    await type(page, { [`plan.limits.${number}.quantity`]: '3', [`plan.limits.${number}.per`]: 'month' }, 'invalid');
    await row.locator('.ah-others > summary').click();
    await row.locator(`[name="plan.limits.${number}.services"][value="laboratory"]`).check();
    await reaches(page, 'ready');
    assert.equal(await row.locator('[data-row-title]').textContent(), 'Laboratory work');
    await assertFiguresAreTheCommandLines(page);
    await page.reload();
    await reaches(page, 'ready');
    const first = limits.nth(number).locator('.ah-options').first();
    assert.deepEqual(
      (await first.locator('.ah-option').allTextContents()).map((text) => text.trim()),
      ['Laboratory work'],
    );
  }));

test('a print has the questions, with room for the answers', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, { 'care.0.allowed': '90 to 200' });
    assert.equal(await page.locator('.ah-write:visible').count(), 0);
    await page.emulateMedia({ media: 'print' });
    const script = page.locator('.ah-ask');
    const questions = await script.locator('[data-question]').count();
    assert.ok(questions >= 1);
    assert.equal(await script.locator('[data-question] .ah-write:visible').count(), questions);
    for (const words of ['Whom you spoke with:', 'Date:', 'Reference number:']) {
      assert.ok(await script.getByText(words, { exact: true }).first().isVisible(), words);
    }
    assert.equal(await script.locator('a:visible').count(), 0);
    assert.match(await script.innerText(), /Worth up to \$/);
  }));

test('the months say when what happens, and add up', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, { 'plan.premium.amount': '100', 'plan.premium.employer_pays': '0', 'care.0.visits': '40' });
    const figures = await figuresOn(page);
    const months = JSON.parse(await download(page, 'json')).months;
    const rows = page.locator('.ah-months tbody tr');
    assert.equal(await rows.count(), months.length);
    const shown = await rows.evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('td')].at(-1)?.textContent?.replace(/[$,]/g, '')),
    );
    assert.deepEqual(
      shown,
      months.map((/** @type {any} */ month) => month.total),
    );
    const cents = shown.reduce((sum, text) => sum + Math.round(100 * Number(text)), 0);
    assert.equal(cents, Math.round(100 * Number(/** @type {any} */ (figures['total']).value)));
    const marks = await page.locator('.ah-marks li').count();
    assert.ok(marks >= 1);
    const drawn = (await page.locator('.ah-chart .ah-mark').allTextContents()).join(',').match(/\d+/g);
    assert.deepEqual(
      drawn?.map(Number),
      Array.from({ length: marks }, (_, index) => index + 1),
    );
  }));
