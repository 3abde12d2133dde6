/**
 * Reports each test as one line of JSON, for pytest to read.
 *
 * @param {AsyncIterable<any>} events - what Node's test runner says
 */
export default async function* report(events) {
  for await (const { type, data } of events) {
    if ((type !== 'test:pass' && type !== 'test:fail') || data.nesting > 0) continue;
    const { error } = data.details;
    const cause = error?.cause ?? error;
    yield `${JSON.stringify({
      name: data.name,
      passed: type === 'test:pass' && !data.skip && !data.todo,
      details: cause?.stack ?? String(cause ?? ''),
    })}\n`;
  }
}
