/** Reads the body of a call of Smithy's RPC v2 protocol. Source: RFC 8949, Concise Binary Object Representation. */
import type { Params } from "../api-call";
import { isObject } from "../api-call";

const BREAK = Symbol("break");

/** @returns no members when the body is none of that protocol; the service then reports it */
export function cborParams(body: Buffer): Params {
  try {
    const value = new Reader(body).value();
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

class Reader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  value(): unknown {
    const head = this.bytes.readUInt8(this.at++);
    const [major, minor] = [head >> 5, head & 31];
    if (major === 7) return this.simple(minor);
    const length = minor === 31 ? undefined : this.length(minor);
    switch (major) {
      case 0:
        return length;
      case 1:
        return -1 - (length ?? 0);
      case 2:
        return this.chunks(length);
      case 3:
        return this.chunks(length).toString("utf8");
      case 4:
        return this.items(length);
      case 5:
        return this.map(length);
      default: // a tag: the value it is put on
        return this.value();
    }
  }

  private length(minor: number): number {
    if (minor < 24) return minor;
    const size = 1 << (minor - 24);
    const start = this.at;
    this.at += size;
    return size === 8 ? Number(this.bytes.readBigUInt64BE(start)) : this.bytes.readUIntBE(start, size);
  }

  private simple(minor: number): unknown {
    const start = this.at;
    if (minor === 31) return BREAK;
    if (minor === 26) return ((this.at += 4), this.bytes.readFloatBE(start));
    if (minor === 27) return ((this.at += 8), this.bytes.readDoubleBE(start));
    if (minor === 25) return ((this.at += 2), undefined); // half a float, which no member of AWS is
    return minor === 20 ? false : minor === 21 ? true : null;
  }

  private chunks(length: number | undefined): Buffer {
    if (length !== undefined) return this.bytes.subarray(this.at, (this.at += length));
    const chunks = this.items(undefined);
    return Buffer.concat(chunks.map((chunk) => Buffer.from(chunk instanceof Buffer ? chunk : String(chunk))));
  }

  private items(length: number | undefined): unknown[] {
    const items: unknown[] = [];
    while (length === undefined || items.length < length) {
      const item = this.value();
      if (item === BREAK) break;
      items.push(item);
    }
    return items;
  }

  private map(length: number | undefined): Params {
    const members: [string, unknown][] = [];
    while (length === undefined || members.length < length) {
      const name = this.value();
      if (name === BREAK) break;
      members.push([String(name), this.value()]);
    }
    return Object.fromEntries(members);
  }
}
