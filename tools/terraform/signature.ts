/**
 * Detached OpenPGP signatures, as far as releases need them: version 4, RSA, of a binary document (RFC 4880, 5.2.3 and
 * 5.2.4). Libraries for all of OpenPGP are large or under the LGPL; the arithmetic is Node's.
 */
import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";

/** A public key that signatures are checked with. */
export interface SigningKey {
  readonly key: KeyObject;
  /** 40 hexadecimal digits, upper case. */
  readonly fingerprint: string;
}

/** What is no such signature, or not by the key, or of something else: the reason. */
export class SignatureProblem extends Error {}

const RSA = 1;
/** RFC 4880, 9.4 */
const HASHES: Readonly<Record<number, string>> = { 8: "sha256", 9: "sha384", 10: "sha512" };
const ISSUER = 16;
const ISSUER_FINGERPRINT = 33;

/** @param packet body of a public-key packet of version 4, base64 (RFC 4880, 5.5.2) */
export function signingKey(packet: string): SigningKey {
  const body = Buffer.from(packet, "base64");
  if (body[0] !== 4 || body[5] !== RSA) throw new SignatureProblem("it is no RSA key of version 4");
  const numbers = new Reader(body.subarray(6));
  const [n, e] = [numbers.integer(), numbers.integer()].map((one) => one.toString("base64url"));
  const length = Buffer.from([0x99, body.length >> 8, body.length & 0xff]);
  const fingerprint = createHash("sha1").update(length).update(body).digest("hex").toUpperCase();
  return { key: createPublicKey({ key: { kty: "RSA", n, e }, format: "jwk" }), fingerprint };
}

/**
 * @param signature one signature packet, not armored
 * @throws SignatureProblem when it is not a signature of the document by the key
 */
export function checkSignature(document: Uint8Array, signature: Uint8Array, by: SigningKey): void {
  const body = new Reader(packetBody(Buffer.from(signature)));
  const head = body.take(4);
  const [version, type, algorithm, hash = 0] = head;
  const name = HASHES[hash];
  if (version !== 4 || type !== 0 || algorithm !== RSA || name === undefined) {
    throw new SignatureProblem("its signature is of a kind that is not known");
  }
  const hashedLength = body.take(2);
  const hashed = body.take(hashedLength.readUInt16BE());
  const unhashed = body.take(body.take(2).readUInt16BE());
  const issuer = issuerOf(hashed) ?? issuerOf(unhashed);
  if (issuer === undefined || !by.fingerprint.endsWith(issuer)) {
    throw new SignatureProblem(`it is signed by the key ${issuer ?? "of nobody"}, not by ${by.fingerprint}`);
  }
  body.take(2);
  const number = body.integer();
  const signed = Buffer.concat([head, hashedLength, hashed]);
  const trailer = Buffer.from([4, 0xff, 0, 0, 0, 0]);
  trailer.writeUInt32BE(signed.length, 2);
  // A number has no leading zeros, a signature is as long as its key.
  const bytes = (by.key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  const padded = Buffer.concat([Buffer.alloc(Math.max(0, bytes - number.length)), number]);
  if (!verify(name, Buffer.concat([document, signed, trailer]), by.key, padded)) {
    throw new SignatureProblem("its signature does not fit");
  }
}

/** RFC 4880, 4.2: a signature packet has tag 2, in the old or the new format. */
function packetBody(packet: Buffer): Buffer {
  const reader = new Reader(packet);
  const tag = reader.byte();
  if (tag === 0xc2) {
    const first = reader.byte();
    if (first < 192) return reader.take(first);
    if (first < 224) return reader.take(((first - 192) << 8) + reader.byte() + 192);
  } else if (tag === 0x88) return reader.take(reader.byte());
  else if (tag === 0x89) return reader.take(reader.take(2).readUInt16BE());
  throw new SignatureProblem("it has no signature of OpenPGP");
}

/** @returns the key id of 16 hexadecimal digits, or the fingerprint's end (RFC 4880, 5.2.3.1 and 5.2.3.5) */
function issuerOf(subpackets: Buffer): string | undefined {
  const reader = new Reader(subpackets);
  while (!reader.isAtEnd) {
    const first = reader.byte();
    const length =
      first < 192 ? first : first < 255 ? ((first - 192) << 8) + reader.byte() + 192 : reader.take(4).readUInt32BE();
    const subpacket = reader.take(length);
    const kind = (subpacket[0] ?? 0) & 0x7f;
    if (kind === ISSUER || kind === ISSUER_FINGERPRINT) return subpacket.subarray(-8).toString("hex").toUpperCase();
  }
  return undefined;
}

class Reader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  take(length: number): Buffer {
    const part = this.bytes.subarray(this.at, this.at + length);
    if (part.length < length) throw new SignatureProblem("its signature is cut off");
    this.at += length;
    return part;
  }

  byte(): number {
    return this.take(1).readUInt8();
  }

  /** RFC 4880, 3.2: its length in bits, then its bytes. */
  integer(): Buffer {
    return this.take(Math.ceil(this.take(2).readUInt16BE() / 8));
  }
}
