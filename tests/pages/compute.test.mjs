/** Type, compute, and compare with the command line. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertFiguresAreTheCommandLines,
  button,
  field,
  figuresOn,
  PAGE,
  reaches,
  type,
  useBrowser,
  visiting,
} from './support.mjs';

useBrowser();

test('the worked example has the figures of the command line', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await assertFiguresAreTheCommandLines(page);
    await reaches(page, 'example');
  }));

test('40 visits have the figures of the command line', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    const before = await figuresOn(page);
    await type(page, { 'care.0.visits': '40', 'care.0.allowed': '$151.25' });
    assert.notDeepEqual(await assertFiguresAreTheCommandLines(page), before);
  }));

test('200 visits have the figures of the command line', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    const starts = await field(page, 'plan.starts').inputValue();
    await type(page, { 'care.0.first_visit': starts, 'care.0.frequency': '5_a_week', 'care.0.visits': '200' });
    const figures = await assertFiguresAreTheCommandLines(page);
    const visits = Number(figures['visits_covered'].value) + Number(figures['visits_over_limit'].value);
    assert.equal(visits, 200);
  }));

test('an unknown fact gives the range of the command line', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await type(page, {
      'plan.deductible.person': '500',
      'plan.deductible.family': '',
      'plan.terms.0.deductible': 'first',
      'plan.terms.0.copay': '40',
      'plan.terms.0.copay_when_visit_meets_deductible': 'unknown',
    });
    const figures = await assertFiguresAreTheCommandLines(page);
    assert.ok(figures['patient_pays'].low < figures['patient_pays'].high);
  }));

test('every example plan that is loaded has the figures of the command line', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    const choice = page.locator('[data-example-choice]');
    const examples = await choice.locator('option[data-fields]').evaluateAll((options) =>
      options.map((option) => ({
        value: option.getAttribute('value') ?? '',
        name: JSON.parse(option.getAttribute('data-fields') ?? '{}')['plan.name'],
      })),
    );
    assert.ok(examples.length >= 2);
    for (const { value, name } of examples) {
      await choice.selectOption(value);
      await button(page, 'load-example').click();
      await reaches(page, 'ready');
      assert.equal(await field(page, 'plan.name').inputValue(), name);
      await assertFiguresAreTheCommandLines(page);
    }
  }));

test('rows that are added and removed count, and their numbers have no gaps', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    const add = page.locator('[data-action="add-row"][data-list="care"]');
    const starts = await field(page, 'plan.starts').inputValue();
    for (const [row, visits] of [
      [1, '3'],
      [2, '5'],
    ]) {
      await add.click();
      assert.ok(
        await page.evaluate((name) => document.activeElement?.getAttribute('name')?.startsWith(name), `care.${row}.`),
      );
      await type(page, {
        [`care.${row}.service`]: 'physical_therapy',
        [`care.${row}.allowed`]: '90',
        [`care.${row}.first_visit`]: starts,
        [`care.${row}.frequency`]: '1_a_week',
        [`care.${row}.visits`]: String(visits),
      });
    }
    await assertFiguresAreTheCommandLines(page);
    await page.locator('[data-rows="care"] [data-row]').nth(1).locator('[data-action="remove-row"]').click();
    await reaches(page, 'ready');
    assert.equal(await field(page, 'care.1.visits').inputValue(), '5');
    assert.equal(await field(page, 'care.2.visits').count(), 0);
    assert.ok(await page.evaluate(() => document.activeElement?.closest('[data-rows="care"]')));
    await assertFiguresAreTheCommandLines(page);
  }));

test('what was typed before the script ran is computed', () =>
  visiting(async (page) => {
    /** @type {(value?: unknown) => void} */
    let release = () => {};
    const typed = new Promise((resolve) => (release = resolve));
    await page.route('**/assets/calculators*.js', async (route) => {
      await typed;
      await route.continue();
    });
    await page.goto(PAGE, { waitUntil: 'commit' });
    await field(page, 'care.0.visits').fill('7');
    release();
    await reaches(page, 'ready');
    assert.equal(await field(page, 'care.0.visits').inputValue(), '7');
    await assertFiguresAreTheCommandLines(page);
  }));

test('of answers in a hurry only the last is shown', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    const visits = field(page, 'care.0.visits');
    await visits.fill('');
    await visits.pressSequentially('12');
    await visits.fill('1');
    await visits.pressSequentially('5');
    await reaches(page, 'ready');
    await assertFiguresAreTheCommandLines(page);
  }));

test('what was folded open stays open when the result changes', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    const why = page.locator('[data-result] details[data-key]').first();
    const key = await why.getAttribute('data-key');
    await why.locator('summary').first().click();
    await type(page, { 'care.0.visits': '11' });
    assert.equal(
      await page.locator(`details[data-key="${key}"]`).evaluate((element) => element.hasAttribute('open')),
      true,
    );
  }));

test('a folded row opens when it is added, is named after its service, and gives the focus back', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await page.locator('.ah-more > summary').first().click();
    const rows = page.locator('[data-rows="plan.terms"] [data-row]');
    const last = (await rows.count()) - 1;
    await rows.nth(last).locator('summary').first().click();
    await rows.nth(last).locator('[data-action="remove-row"]').click();
    await reaches(page, 'ready');
    assert.equal(await rows.count(), last);
    assert.ok(await rows.nth(last - 1).evaluate((row) => row.contains(document.activeElement)));

    await page.locator('[data-action="add-row"][data-list="plan.terms"]').click();
    assert.ok(
      await field(page, `plan.terms.${last}.service`).evaluate((control) => control === document.activeElement),
    );
    const choice = field(page, `plan.terms.${last}.service`);
    const offered = await choice.locator('option').last().getAttribute('value');
    await choice.selectOption(offered);
    const name = await choice.locator('option').last().textContent();
    assert.equal(await rows.nth(last).locator('[data-row-title]').textContent(), name);
    assert.equal(await rows.nth(last).locator('[data-row-number]').textContent(), String(last + 1));
  }));
