// Reading a WebAssembly module.

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
