/** Plans beside each other: their figures, how plans come into the form, and what a plan lacks. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  addressOf,
  assertAccessible,
  button,
  download,
  field,
  figuresOfCommandLine,
  figuresOn,
  reaches,
  type,
  useBrowser,
  visiting,
} from './support.mjs';

/** @typedef {import('./support.mjs').Page} Page */

useBrowser();

const COMPARISON = addressOf('calculators/compare-plans/');

/** The seven real plans, and a made-up premium for each. */
const REAL = {
  'anthem-78e4a3': '610.00',
  'ppo-66ca88': '480.00',
  'kaiser2-66d537': '520.00',
  'cabronze-582841': '420.00',
  'calchoice-8cf250': '555.00',
  'seechange-8fa2f4': '390.00',
  'uhc-ffe436': '690.00',
};

/**
 * @param {string} id - a real plan
 * @returns {Record<string, any>} it, for the calendar year 2027
 */
function realPlan(id) {
  const file = new URL(`../../calculators/coverage/examples/${id}.json`, import.meta.url);
  const { plan } = JSON.parse(readFileSync(file, 'utf8'));
  const premium = { amount: REAL[/** @type {keyof typeof REAL} */ (id)], every: 'month', employer_pays: '250.00' };
  return { ...plan, starts: '2027-01-01', premium };
}

/**
 * @param {string} person - whose care it is
 * @param {string} service - what it is
 * @param {number} visits - how many visits
 * @param {string} allowed - the price of one
 * @returns {Record<string, any>} a course of care from January 11, 2027 on
 */
function course(person, service, visits, allowed) {
  const rhythm = { first_visit: '2027-01-11', frequency: '2_a_week', unpaid_visits: 'contract_rate' };
  return { person, service, visits, allowed, ...rhythm };
}

const ALONE = [{ id: 'me' }];
const FAMILY = [{ id: 'me' }, { id: 'child' }];

/** Three households, each with six of the seven plans. */
const HOUSEHOLDS = [
  { people: ALONE, care: [course('me', 'physical_therapy', 30, '150.00')], left: 'uhc-ffe436' },
  {
    people: ALONE,
    care: [course('me', 'physical_therapy', 20, '140.00'), course('me', 'advanced_imaging', 2, '900.00')],
    left: 'anthem-78e4a3',
  },
  {
    people: FAMILY,
    care: [course('child', 'speech_therapy', 40, '120.00'), course('me', 'primary_care', 4, '160.00')],
    left: 'calchoice-8cf250',
  },
];

/**
 * @param {{people: object[], care: object[], left: string}} household - who, what care, and which plan is left out
 * @returns {Record<string, any>} the comparison of the six other plans
 */
function comparison({ people, care, left }) {
  const plans = Object.keys(REAL).filter((id) => id !== left);
  return { calculator: 'compare-plans', version: 1, people, care, plans: plans.map(realPlan) };
}

/**
 * Opens a file as a visitor does.
 *
 * @param {Page} page - the page
 * @param {string} text - what stands in it
 * @param {string} [name] - its name
 */
async function open(page, text, name = 'plans.json') {
  const mimeType = name.endsWith('.csv') ? 'text/csv' : 'application/json';
  await button(page, 'open-file').setInputFiles({ name, mimeType, buffer: Buffer.from(text) });
}

/**
 * Checks that every figure on the page is the one of the command line, and that each plan's total is there.
 *
 * @param {Page} page - the page, in state ready
 * @returns {Promise<Record<string, any>>} the figures
 */
async function assertAsOnCommandLine(page) {
  const scenario = await download(page, 'scenario');
  const computed = figuresOfCommandLine(scenario);
  const shown = await figuresOn(page);
  for (const { id } of JSON.parse(scenario).plans) assert.ok(`plans.${id}.total` in shown, id);
  for (const [name, figure] of Object.entries(shown)) assert.deepEqual(figure, computed[name], name);
  return shown;
}

/**
 * @param {Page} page - the page
 * @returns {Promise<string[]>} the plans' ids in the order of the table
 */
function order(page) {
  return page
    .locator('.ah-plans [data-plan]')
    .evaluateAll((cells) => cells.map((cell) => /** @type {HTMLElement} */ (cell).dataset['plan'] ?? ''));
}

/**
 * @param {Page} page - the page
 * @returns {Promise<string[]>} the names of the plans in the form
 */
function names(page) {
  return page
    .locator('input[name^="plans."][name$=".name"]')
    .evaluateAll((inputs) => inputs.map((input) => /** @type {HTMLInputElement} */ (input).value));
}

/**
 * Waits for what comes after the table.
 *
 * @param {Page} page - the page, in state ready
 */
async function whole(page) {
  await page.locator('[data-later][aria-busy]').first().waitFor({ state: 'detached' });
}

test('seven real plans in three households have the figures and the order of the command line', () =>
  visiting(async (page) => {
    await page.goto(COMPARISON);
    for (const household of HOUSEHOLDS) {
      const scenario = comparison(household);
      await open(page, JSON.stringify(scenario));
      await page.locator(`.ah-plans thead th:nth-child(7)`).waitFor();
      await page.locator(`.ah-plans [data-plan="${household.left}"]`).waitFor({ state: 'detached' });
      await reaches(page, 'ready');
      const shown = await assertAsOnCommandLine(page);
      const result = JSON.parse(await download(page, 'json'));
      assert.deepEqual(await order(page), result.order);
      const middle = (/** @type {string} */ id) => {
        const { value, low, high } = shown[`plans.${id}.total`];
        return Number(value ?? low) + Number(value ?? high);
      };
      const costs = result.order.map(middle);
      assert.deepEqual(
        costs,
        [...costs].sort((one, other) => one - other),
      );
    }
  }));

test('plans come from published summaries, from a copy, from a table and from a saved year', () =>
  visiting(async (page) => {
    await page.goto(COMPARISON);
    await page.locator('summary', { hasText: 'Add a real plan' }).click();
    await page.locator('[data-addition="plan"]').selectOption('seechange-8fa2f4');
    await page.locator('[data-action="add"][data-kind="plan"]').click();
    await page.locator('[data-plan="seechange-8fa2f4"]').waitFor();
    assert.equal(await field(page, 'plans.3.starts').inputValue(), '1/1/2027');
    const first = page.locator('[data-rows="plans"] > [data-row="0"]');
    await first.locator('> summary').click();
    await first.locator('[data-action="copy-row"]').click();
    await page.locator('.ah-plans thead th:nth-child(6)').waitFor();
    const five = await names(page);
    assert.equal(five[4], five[0]);
    await type(page, { 'plans.4.deductible.person': '100' });
    assert.equal(await field(page, 'plans.0.deductible.person').inputValue(), '5,500');
    await assertAsOnCommandLine(page);

    const table = await download(page, 'rows');
    const [header, ...lines] = table.split('\r\n');
    const another = lines[1]?.replace(',kaiser2-66d537,', ',another,');
    await open(page, [header, another].join('\r\n'), 'plans.csv');
    await field(page, 'plans.5.name').waitFor({ state: 'attached' });
    await reaches(page, 'ready');
    assert.deepEqual(await names(page), [...five, five[1]]);
    await assertAsOnCommandLine(page);

    await type(page, { 'plans.1.deductible.person': '77' });
    await open(page, table, 'plans.csv');
    await page.waitForFunction(() => {
      const input = document.querySelector('[name="plans.1.deductible.person"]');
      return input instanceof HTMLInputElement && input.value === '1,000';
    });
    assert.deepEqual(await names(page), [...five, five[1]]);
  }));

test('two plans of one’s own take the place of the examples', () =>
  visiting(async (page) => {
    await page.goto(COMPARISON);
    const add = page.locator('[data-action="add-row"][data-list="plans"]');
    await add.click();
    await add.click();
    for (let number = 0; number < 3; number += 1) {
      const first = page.locator('[data-rows="plans"] > [data-row="0"]');
      await first.evaluate((row) => row.setAttribute('open', ''));
      await first.locator('[data-action="remove-row"]').last().click();
    }
    for (const [number, copay] of [
      ['0', '20'],
      ['1', '60'],
    ]) {
      await page
        .locator(`[data-rows="plans"] > [data-row="${number}"]`)
        .evaluate((row) => row.setAttribute('open', ''));
      await page.locator(`[data-action="add-row"][data-list="plans.${number}.terms"]`).click();
      await type(
        page,
        {
          [`plans.${number}.name`]: `Plan ${number}`,
          [`plans.${number}.starts`]: '1/1/2027',
          [`plans.${number}.deductible.person`]: '0',
          [`plans.${number}.out_of_pocket_maximum.person`]: '5000',
          [`plans.${number}.premium.amount`]: number === '0' ? '200' : '100',
          [`plans.${number}.premium.every`]: 'month',
          [`plans.${number}.premium.employer_pays`]: '0',
          [`plans.${number}.terms.0.service`]: 'physical_therapy',
          [`plans.${number}.terms.0.copay`]: String(copay),
        },
        number === '0' ? 'invalid' : 'ready',
      );
    }
    assert.match(await page.locator('.ah-sentence').innerText(), /about the same: \$3,000/);
    await assertAsOnCommandLine(page);
  }));

test('a table that cannot be read is refused in a sentence, and the form keeps what stands in it', () =>
  visiting(async (page) => {
    await page.goto(COMPARISON);
    await type(page, { 'care.0.visits': '29' });
    const before = await names(page);
    for (const [text, sentence] of [
      ['name,nmae,starts\nA,A,1/1/2027', /“nmae”.+no field of a plan/],
      ['name,starts\nA,1/1/2027', /lacks 4 columns.+deductible\.person/],
      ['just words', /neither a saved comparison nor a table/],
    ]) {
      await open(page, String(text), 'plans.csv');
      await page.locator('[data-errors]', { hasText: /** @type {RegExp} */ (sentence) }).waitFor();
      assert.deepEqual(await names(page), before);
      assert.equal(await field(page, 'care.0.visits').inputValue(), '29');
    }
  }));

test('one plan, seven plans and plans of different years are refused in a sentence each', () =>
  visiting(async (page) => {
    await page.goto(COMPARISON);
    const six = comparison({ people: ALONE, care: [course('me', 'physical_therapy', 30, '150.00')], left: '' });
    const two = six['plans'].slice(0, 2);
    for (const [plans, sentence] of [
      [two.slice(0, 1), /from 2 to 6/],
      [six['plans'], /from 2 to 6/],
      [[two[0], { ...two[1], starts: '2027-02-01' }], /one and the same plan year/],
      [[two[0], two[0]], /stands here twice/],
    ]) {
      await open(page, JSON.stringify({ ...six, plans }));
      await page.locator('[data-errors]', { hasText: /** @type {RegExp} */ (sentence) }).waitFor();
      assert.equal((await names(page)).length, 3);
    }
  }));

test('what a plan lacks and what nobody knows stand before the dollars', () =>
  visiting(async (page) => {
    await page.goto(COMPARISON);
    await page.locator('.ah-calculator form > details > summary', { hasText: 'what a plan must have' }).click();
    await page.locator('[name="must_haves"][value="clinics"]').check();
    await page.locator('[name="must_haves"][value="approval"]').check();
    await type(page, { 'plans.2.clinics_in_network': 'no', 'plans.0.clinics_in_network': 'unknown' });
    const [bronze, kaiser, uhc] = await Promise.all(
      ['cabronze-582841', 'kaiser2-66d537', 'uhc-ffe436'].map((id) => page.locator(`[data-must="${id}"]`).innerText()),
    );
    assert.match(uhc ?? '', /lacks: your clinics in its network/);
    assert.match(bronze ?? '', /Not known yet: your clinics in its network/);
    assert.match(kaiser ?? '', /lacks: no approval beforehand/);
    const musts = await page.locator('.ah-musts').boundingBox();
    const dollars = await page.locator('.ah-plans').boundingBox();
    assert.ok((musts?.y ?? 0) < (dollars?.y ?? 0));

    const shown = await assertAsOnCommandLine(page);
    assert.ok('low' in shown['plans.cabronze-582841.total']);
    const ask = page.locator('details[data-key="plan-cabronze-582841"]');
    await ask.locator('> summary').click();
    await ask.locator('[data-question="plan.clinics_in_network"] a').click();
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('name'));
    assert.equal(focused, 'plans.0.clinics_in_network');
  }));

test('the year with a plan opens in the calculator for one plan, with the same total', () =>
  visiting(async (page) => {
    await page.goto(COMPARISON);
    const total = await page.locator('[data-figure="plans.kaiser2-66d537.total"]').getAttribute('value');
    const plan = page.locator('details[data-key="plan-kaiser2-66d537"]');
    await plan.locator('> summary').click();
    await plan.locator('a[href*="annual-cost"]').click();
    await page.locator(`[data-calculator="annual-cost"] [data-figure="total"][value="${total}"]`).first().waitFor();
    assert.equal(await field(page, 'plan.name').inputValue(), '$40/$1000 PPO Plan Insurance');
  }));

test('what rests on break-evens comes after the table, says so meanwhile, and gives way to a newer edit', () =>
  visiting(async (page) => {
    await page.goto(COMPARISON);
    await page.locator('[data-calculator][data-live]').waitFor();
    const told = await page.evaluate(async () => {
      const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
      const output = find('[data-result]');
      const status = find('[data-status]');
      const visits = /** @type {HTMLInputElement} */ (find('[name="care.0.visits"]'));
      /** @type {string[]} */
      const said = [];
      new MutationObserver(() => said.push(status.textContent ?? '')).observe(status, { childList: true });
      const edit = (/** @type {string} */ text) => {
        visits.value = text;
        visits.dispatchEvent(new InputEvent('input', { bubbles: true }));
        visits.dispatchEvent(new Event('change', { bubbles: true }));
      };
      const until = (/** @type {() => boolean} */ holds) =>
        new Promise((resolve) => {
          const observer = new MutationObserver(() => {
            if (!holds()) return;
            observer.disconnect();
            resolve(null);
          });
          observer.observe(output, { subtree: true, childList: true, attributeFilter: ['data-state', 'aria-busy'] });
        });
      const seen = (/** @type {string} */ selector) =>
        [...output.querySelectorAll(selector)].filter((element) =>
          element.checkVisibility({ visibilityProperty: true }),
        ).length;
      edit('31');
      await until(() => output.dataset['state'] === 'ready');
      const first = { notes: seen('[data-waiting]'), advice: seen('.ah-choose'), table: seen('.ah-plans') };
      edit('32');
      let printed = '';
      globalThis.print = () => {
        printed = String(output.querySelectorAll('[aria-busy]').length);
      };
      await until(() => output.dataset['state'] === 'ready');
      find('[data-action="print"]').click();
      await until(() => !output.querySelector('[aria-busy]'));
      const last = { notes: seen('[data-waiting]'), advice: seen('.ah-choose'), table: seen('.ah-plans') };
      await new Promise((resolve) => setTimeout(resolve));
      return { first, last, printed, said: said.filter((sentence) => sentence.includes('whole plan year')) };
    });
    assert.deepEqual(told.first, { notes: 2, advice: 0, table: 1 });
    assert.deepEqual(told.last, { notes: 0, advice: 1, table: 1 });
    assert.equal(told.printed, '0');
    // One announcement for each edit, and none for the part that comes later.
    assert.equal(told.said.length, 2);
    const curve = JSON.parse(await download(page, 'json')).curves.visits;
    assert.equal(curve.planned, '32');
    const marks = await page.locator('#chart-visits-title ~ .ah-planned').count();
    assert.equal(marks, 1);
    const rows = await page.locator('details[data-key="table-visits"] tbody th').allTextContents();
    assert.ok(rows.includes('32') && !rows.includes('31'), rows.join());
  }));

test('a comparison prints on one page', () =>
  visiting(async (page) => {
    await page.goto(COMPARISON);
    await type(page, { 'care.0.visits': '40' });
    await whole(page);
    const printed = await page.pdf({ format: 'Letter' });
    assert.equal(printed.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length, 1);
  }));

test('the comparison is accessible and never wider than the window, in every appearance', async () => {
  for (const [width, colorScheme] of /** @type {[number, 'light' | 'dark'][]} */ ([
    [1280, 'light'],
    [360, 'dark'],
  ])) {
    await visiting(
      async (page) => {
        await page.goto(COMPARISON);
        await type(page, { 'care.0.visits': '40' });
        await whole(page);
        await page.locator('[data-result] details').evaluateAll((all) => {
          for (const details of all) /** @type {HTMLDetailsElement} */ (details).open = true;
        });
        await assertAccessible(page, `${width} ${colorScheme}`);
        const [scroll, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok((scroll ?? 0) <= (inner ?? 0), `${scroll} > ${inner}`);
      },
      { viewport: { width, height: 900 }, colorScheme },
    );
  }
});
