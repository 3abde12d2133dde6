/** Three people’s questions about two plans, from the first question to the money, against the command line. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { answer, CHILD, PAGE } from './asking.mjs';
import { button, download, figuresOn, reaches, type, useBrowser, visiting } from './support.mjs';

/** @typedef {import('./support.mjs').Page} Page */

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
    const question = page.locator('[data-question] .ah-question');
    const heading = await question.textContent();
    await answer(page, answers);
    await button(page, 'question-continue').click();
    await page.waitForFunction(
      (before) =>
        document.querySelector('[data-question] .ah-question')?.textContent !== before ||
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

/**
 * Checks every plan's running totals in the page's ledger, visit by visit, against the command line.
 *
 * @param {Page} page - the page, in state ready
 * @param {any} result - the command line's result
 * @returns {Promise<Record<string, string[]>>} what stands in each column, by plan and what is counted
 */
async function assertTheColumnsSayTheSame(page, result) {
  const columns = await page.locator('[data-ledger]').evaluate((table) => {
    const headings = /** @type {HTMLElement[]} */ ([...table.querySelectorAll('[data-counts]')]);
    const rows = [...table.querySelectorAll('tbody tr')].map((row) => [...row.children].slice(0, -1));
    return headings.map(({ dataset }, index) => ({
      coverage: dataset['coverage'] ?? '',
      counts: dataset['counts'] ?? '',
      cells: rows.map((cells) => cells.at(index - headings.length)?.textContent ?? ''),
    }));
  });
  const { coverages } = JSON.parse(await download(page, 'scenario'));
  for (const { coverage, counts, cells } of columns) {
    const { limits } = coverages.find((/** @type {any} */ { id }) => id === coverage).plan;
    const quantity = limits.find((/** @type {any} */ { id }) => counts.startsWith(`limit.${id}.`))?.quantity;
    const shown = totals(result.ledger, coverage, counts).map((total) =>
      quantity === undefined ? asMoney(total) : `${total} of ${quantity}`,
    );
    assert.deepEqual(cells, shown, `${coverage} ${counts}`);
  }
  return Object.fromEntries(columns.map(({ coverage, counts, cells }) => [`${coverage} ${counts}`, cells]));
}

/**
 * @param {any[]} ledger - the command line's ledger
 * @param {string} coverage - a coverage
 * @param {string} counts - how the name of what it counts begins
 * @returns {string[]} the total after each visit
 */
function totals(ledger, coverage, counts) {
  return ledger.map(({ payers }) => {
    const { accumulators } = payers.find((/** @type {any} */ payer) => payer.coverage === coverage);
    return String(Object.entries(accumulators).find(([name]) => `${name}.`.startsWith(`${counts}.`))?.[1] ?? '0.00');
  });
}

/**
 * @param {string} amount - an amount as results write it
 * @returns {string} the same as people read it
 */
function asMoney(amount) {
  return `$${amount.replaceAll(/\B(?=(\d{3})+\.)/g, ',')}`;
}

test('a child of divorced parents: the court order decides, and the bill is shared', () =>
  visiting(async (page) => {
    await tell(page, { ...CHILD, day: '3/2/2026' });
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
    await type(page, { 'care.0.visits': '36', 'coverages.1.beside.maximum_counts': 'as_if_alone' });
    const result = await assertTheCommandLineSaysTheSame(page);
    const { figures, ledger } = result;
    assert.equal(ledger[19].plan_paid.own, '96.00');
    assert.equal(ledger[20].plan_paid.own, '0.00');
    assert.equal(ledger[20].plan_paid.spouses, '85.00');
    const columns = await assertTheColumnsSayTheSame(page, result);
    // 4 visits at 120 and 20 of the fifth; then the deductible is met.
    assert.deepEqual(columns['own deductible.in.me']?.slice(3, 6), ['$480.00', '$500.00', '$500.00']);
    // The 20th visit is the last that the first plan counts, the 30th the last that the second one does.
    assert.deepEqual(columns['own limit.therapy.me']?.slice(18, 21), ['19 of 20', '20 of 20', '20 of 20']);
    assert.deepEqual(columns['spouses limit.therapy.me']?.slice(28, 31), ['29 of 30', '30 of 30', '30 of 30']);
    // Alone the second plan would leave 35 of each visit, whatever the first one leaves.
    assert.equal(columns['spouses out_of_pocket.in.me']?.[4], '$175.00');
    // 4 visits at 35 under the first plan's deductible, 10 more past its limit, and 6 past both limits at 120.
    assert.equal(figures.patient_pays.value, '1210.00');
  }));
