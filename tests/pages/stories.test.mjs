/** Three people’s questions about two plans, from the first question to the money, against the command line. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { button, download, field, figuresOn, reaches, SITE, type, useBrowser, visiting } from './support.mjs';

/** @typedef {import('./support.mjs').Page} Page */

const PAGE = `${SITE}calculators/two-plans/`;

useBrowser();

/**
 * @param {string} scenario - the scenario's JSON
 * @returns {any} the command line's result
 */
function resultOfCommandLine(scenario) {
  const python = process.env['PYTHON'] ?? 'python3';
  const { status, stdout, stderr } = spawnSync(python, ['-m', 'calculators', 'run', 'two-plans', '-'], {
    input: scenario,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

/**
 * Answers the interview question by question until its summary stands there.
 *
 * @param {Page} page - the page
 * @param {Record<string, string>} answers - by control name
 */
async function tell(page, answers) {
  await page.goto(PAGE);
  await button(page, 'start-interview').click();
  for (let questions = 0; questions < 12; questions += 1) {
    await page.locator('[data-question] h3').waitFor();
    const heading = await page.locator('[data-question] h3').textContent();
    const asked = await page
      .locator('.ah-calculator form :is(input, select)[name]:visible')
      .evaluateAll((all) => [...new Set(all.map((control) => control.getAttribute('name') ?? ''))]);
    for (const name of asked) {
      const text = answers[name];
      if (text === undefined) continue;
      const control = field(page, name);
      const kind = await control.first().evaluate((element) => element.getAttribute('type') ?? element.localName);
      if (kind === 'select') await control.selectOption(text);
      else if (kind === 'radio') await page.locator(`[name="${name}"][value="${text}"]`).check();
      else await control.fill(text);
    }
    await button(page, 'question-continue').click();
    await page.waitForFunction(
      (before) =>
        document.querySelector('[data-question] h3')?.textContent !== before ||
        !(/** @type {HTMLElement} */ (document.querySelector('[data-summary]')).hidden),
      heading,
    );
    if (await page.locator('[data-summary]').isVisible()) return;
  }
  assert.fail('the interview did not end');
}

/**
 * Checks the order and every figure on the page against the command line.
 *
 * @param {Page} page - the page, in state ready
 * @returns {Promise<any>} the command line's result
 */
async function assertTheCommandLineSaysTheSame(page) {
  const result = resultOfCommandLine(await download(page, 'scenario'));
  const shown = await figuresOn(page);
  assert.ok('patient_pays' in shown);
  for (const [name, figure] of Object.entries(shown)) {
    const { value, low, high } = result.figures[name];
    assert.deepEqual(figure, value === undefined ? { low, high } : { value }, name);
  }
  const order = await page.locator('[data-order]').getAttribute('data-order');
  assert.equal(order, result.figures.order.value);
  return result;
}

test('a child of divorced parents: the court order decides, and the bill is shared', () =>
  visiting(async (page) => {
    await tell(page, {
      day: '3/2/2026',
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
    });
    await type(page, {
      'bill.charge': '150',
      'bill.service': 'speech_therapy',
      'coverages.0.bill.allowed': '110',
      'coverages.0.bill.copay': '25',
      'coverages.0.beside.method': 'carve_out',
      'coverages.0.beside.in_network': 'yes',
      'coverages.1.bill.allowed': '110',
      'coverages.1.bill.coinsurance': '30%',
      'coverages.1.beside.in_network': 'yes',
    });
    const { figures } = await assertTheCommandLineSaysTheSame(page);
    // The father's plan pays 77; the mother's 85 alone, less 77 is 8; 25 is left, and 40 above the price is written off.
    assert.equal(figures['order.rules'].value, 'cob.order.child_decree');
    assert.equal(figures.patient_pays.value, '25.00');
  }));

test('67, with Medicare and a wife who works for an employer of 15: Medicare first', () =>
  visiting(async (page) => {
    await tell(page, {
      day: '3/2/2026',
      'coverages.0.kind': 'medicare',
      'coverages.0.name': 'Medicare',
      'coverages.1.kind': 'employer',
      'coverages.1.name': 'Wife’s plan',
      'coverages.1.holder': 'spouse',
      cause: 'illness',
      'medicare.enrolled': 'a_and_b',
      'medicare.reason': 'age',
      born: '8/14/1958',
      'coverages.1.employer_size': 'under_20',
      'coverages.1.other_employers': 'none',
      'coverages.1.order_rules': 'yes',
    });
    await type(page, {
      'bill.charge': '140',
      'bill.service': 'physical_therapy',
      'coverages.0.bill.allowed': '96',
      'coverages.0.bill.coinsurance': '20%',
      'coverages.0.beside.in_network': 'yes',
      'coverages.1.bill.allowed': '96',
      'coverages.1.bill.copay': '30',
      'coverages.1.beside.in_network': 'yes',
    });
    const { figures } = await assertTheCommandLineSaysTheSame(page);
    assert.equal(figures['order.rules'].value, 'msp.aged.employer_20');
    // Medicare pays 76.80; by its method the wife's plan pays the other 19.20, or nothing.
    assert.deepEqual([figures.patient_pays.low, figures.patient_pays.high], ['0.00', '19.20']);
  }));

test('therapy past the first plan’s limit: the second plan goes on alone', () =>
  visiting(async (page) => {
    await page.goto(PAGE);
    await page.locator('[data-example-choice]').selectOption('past-the-limit');
    await button(page, 'load-example').click();
    await reaches(page, 'ready');
    await type(page, { 'care.0.visits': '36' });
    const { figures, ledger } = await assertTheCommandLineSaysTheSame(page);
    assert.equal(ledger[19].plan_paid.own, '96.00');
    assert.equal(ledger[20].plan_paid.own, '0.00');
    assert.equal(ledger[20].plan_paid.spouses, '85.00');
    // 4 visits at 35 under the first plan's deductible, 10 more past its limit, and 6 past both limits at 120.
    assert.equal(figures.patient_pays.value, '1210.00');
  }));
