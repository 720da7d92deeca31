// Reading a WebAssembly module, and writing its parts.

const [CUSTOM, IMPORTS] = [0, 2];
const FUNCTION_NAMES = 1;

/** Reads a module from a place on. */
export class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  text() {
    const length = this.number();
    return this.bytes.subarray(this.at, this.at += length).toString();
  }

  limits() {
    const flags = this.bytes[this.at++];
    this.number();
    if (flags & 1) this.number();
  }

  /** What stands in an import behind its names. */
  kind() {
    const kind = this.bytes[this.at++];
    if (kind === 0) this.number();
    else if (kind === 1) { this.at++; this.limits(); }
    else if (kind === 2) this.limits();
    else if (kind === 3) this.at += 2;
    else throw new Error(`An import of a kind that is not known: ${kind}`);
    return kind;
  }
}

/** The sections of a module: what each is, and where its content begins and ends. */
export function* sections(bytes) {
  const reader = new Reader(bytes, 8);
  while (reader.at < bytes.length) {
    const begin = reader.at;
    const id = bytes[reader.at++];
    const end = reader.number() + reader.at;
    yield { id, begin, content: reader.at, end };
    reader.at = end;
  }
}

/** The names of a module's own functions, in their order, as far as it has them. */
export function functionNames(bytes) {
  let imported = 0;
  const names = new Map();
  for (const { id, content, end } of sections(bytes)) {
    const reader = new Reader(bytes, content);
    if (id === IMPORTS) {
      for (let left = reader.number(); left > 0; left--) {
        reader.text();
        reader.text();
        if (reader.kind() === 0) imported++;
      }
    } else if (id === CUSTOM && reader.text() === 'name') {
      while (reader.at < end) {
        const kind = bytes[reader.at++];
        const next = reader.number() + reader.at;
        if (kind === FUNCTION_NAMES) for (let left = reader.number(); left > 0; left--) names.set(reader.number(), reader.text());
        reader.at = next;
      }
    }
  }
  return own => names.get(imported + own) ?? '';
}

/** A number as a module holds it. */
export function number(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value > 0);
  return Buffer.from(bytes);
}

/** A text as a module holds it. */
export const text = value => Buffer.concat([number(Buffer.byteLength(value)), Buffer.from(value)]);
