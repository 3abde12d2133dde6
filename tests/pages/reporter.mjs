/**
 * Reports each test as one line of JSON, for pytest to read; what went wrong within it is told with it.
 *
 * @param {AsyncIterable<any>} events - what Node's test runner says
 */
export default async function* report(events) {
  /** @type {string[]} */
  let within = [];
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const { error } = data.details;
    const cause = error?.cause ?? error;
    const told = cause ? `${data.name}: ${cause.stack ?? cause}` : '';
    if (data.nesting > 0) {
      if (told) within.push(told);
      continue;
    }
    yield `${JSON.stringify({
      name: data.name,
      passed: type === 'test:pass' && !data.skip && !data.todo,
      details: [...within, told].join('\n\n'),
    })}\n`;
    within = [];
  }
}
