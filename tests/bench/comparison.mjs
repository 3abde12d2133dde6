/**
 * How long a comparison takes in a page: from an edit to the new table, and to the curves that come after it.
 *
 * @module
 */

/**
 * Runs in the page, on a comparison that stands there with its curves.
 *
 * @param {{edits: Record<string, string[]>, warming: number}} given - by name of a control, what to type into it, one
 *   text an edit; and of how many at the beginning the times do not count
 * @returns {Promise<Record<string, {laid_out: number, whole: number}[]>>} milliseconds of each edit, by the control
 */
export async function makeComparisons({ edits, warming }) {
  const output = document.querySelector('output[data-result]');
  const measured = {};
  for (const [name, texts] of Object.entries(edits)) {
    const trips = [];
    for (const text of texts) trips.push(await trip(name, text));
    measured[name] = trips.slice(warming);
  }
  return measured;

  /** From the input event to the table laid out down to its last row, and to the last row of the curves' tables. */
  function trip(name, text) {
    const control = document.querySelector(`[name="${name}"]`);
    return new Promise((resolve) => {
      let began = 0;
      let laid_out = 0;
      const observer = new MutationObserver(() => {
        if (output.dataset.state !== 'ready') return;
        if (!laid_out) {
          // A browser may put off laying out what is out of sight, but not once it is asked where that is.
          output.querySelector('.ah-plans tbody tr:last-child').getBoundingClientRect();
          laid_out = performance.now() - began;
        }
        const place = output.querySelector('[data-later="curves"]');
        if (place.ariaBusy) return;
        observer.disconnect();
        place.querySelector('figure:last-of-type').getBoundingClientRect();
        resolve({ laid_out, whole: performance.now() - began });
      });
      control.value = text;
      began = performance.now();
      control.dispatchEvent(new InputEvent('input', { bubbles: true }));
      observer.observe(output, { subtree: true, attributeFilter: ['data-state', 'aria-busy'] });
    });
  }
}
