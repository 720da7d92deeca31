// What was measured, as a table and as an object; and what had to hold while it was.

/** A bar that a figure must not pass. */
export const atMost = limit => ({ most: limit });

/** A bar that a figure has to reach. */
export const atLeast = limit => ({ least: limit });

export class Figures {
  #figures = [];
  #failures = [];

  /** Notes a figure. With a bar, whether it is met is told with it; a figure that misses its bar is no failure. */
  figure(name, value, unit, bar) {
    this.#figures.push({ name, value, unit, ...(bar && { bar, met: isMet(value, bar) }) });
  }

  /** Notes what is wrong, unless it holds: figures of a page that is wrong are worth nothing. */
  check(wrong, holds) {
    if (!holds) this.#failures.push(wrong);
  }

  /** Whether every check held. */
  get isRight() {
    return this.#failures.length === 0;
  }

  /** One object, for programs; `about` says under which conditions. */
  object(about) {
    return { ...about, right: this.isRight, failures: this.#failures, figures: this.#figures };
  }

  /** One table, for people. */
  table() {
    const rows = this.#figures.map(({ name, value, unit, bar, met }) => [name, shown(value), unit, bar ? told(bar) : '', bar ? (met ? 'met' : 'MISSED') : '']);
    const lines = aligned([['figure', 'value', 'unit', 'bar', ''], ...rows]);
    return [...lines, ...this.#failures.map(what => `WRONG: ${what}`)].map(line => `${line}\n`).join('');
  }
}

const isMet = (value, { most = Infinity, least = -Infinity }) => value !== null && value <= most && value >= least;
const told = ({ most, least }) => (most === undefined ? `at least ${shown(least)}` : `at most ${shown(most)}`);

/** Three digits say enough of what is small. What could not be measured is a dash. */
function shown(value) {
  if (value === null) return '–';
  return value.toLocaleString('en-GB', { maximumFractionDigits: Math.abs(value) < 100 ? 2 : 0 });
}

/** Numbers to the right, words to the left. */
function aligned(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)));
  const cell = (text, column) => (column === 1 ? text.padStart(widths[column]) : text.padEnd(widths[column]));
  return rows.map(row => row.map(cell).join('  ').trimEnd());
}
