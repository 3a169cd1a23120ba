/** A site of releases on loopback, as HashiCorp's is laid out, with a key of its own. */
import { createHash, createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { zipSync } from "fflate";
import { TERRAFORM_VERSION, terraformPlatform } from "../../../tools";

/** Whoever signs releases. */
export interface Signer {
  /** Body of the public key's packet, base64, as `signingKey` takes it. */
  readonly packet: string;
  /** Makes a detached signature as `gpg --detach-sign` does. */
  sign(document: Uint8Array): Buffer;
}

const uint16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);

/** RFC 4880, 3.2 */
function integer(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const significant = bytes.subarray(first);
  return Buffer.concat([uint16((significant.length - 1) * 8 + (32 - Math.clz32(significant[0] ?? 0))), significant]);
}

/** A key that nobody else has. */
export function signer(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const { n = "", e = "" } = publicKey.export({ format: "jwk" });
  const numbers = [n, e].map((one) => integer(Buffer.from(one, "base64url")));
  const body = Buffer.concat([Buffer.from([4, 0, 0, 0, 0, 1]), ...numbers]);
  const fingerprint = createHash("sha1")
    .update(Buffer.concat([Buffer.from([0x99]), uint16(body.length), body]))
    .digest();
  return { packet: body.toString("base64"), sign: (document) => signature(document, privateKey, fingerprint) };
}

/** RFC 4880, 5.2.3 and 5.2.4: version 4, binary document, RSA, SHA-512. */
function signature(document: Uint8Array, key: KeyObject, fingerprint: Buffer): Buffer {
  const issuer = Buffer.concat([Buffer.from([22, 33, 4]), fingerprint]);
  const hashed = Buffer.concat([Buffer.from([4, 0, 1, 10]), uint16(issuer.length), issuer]);
  const trailer = Buffer.from([4, 0xff, 0, 0, 0, hashed.length]);
  const digested = createSign("sha512").update(document).update(hashed).update(trailer).sign(key);
  const body = Buffer.concat([hashed, uint16(0), uint16(0), integer(digested)]);
  return Buffer.concat([Buffer.from([0x89]), uint16(body.length), body]);
}

export interface ReleaseSite {
  readonly url: string;
  /** Path -> what is there; may be changed. */
  readonly files: Map<string, Uint8Array>;
  /** Paths that were asked for. */
  readonly asked: string[];
  close(): Promise<void>;
}

const base = `/terraform/${TERRAFORM_VERSION}/terraform_${TERRAFORM_VERSION}`;
export const SUMS = `${base}_SHA256SUMS`;
export const SIGNATURE = `${SUMS}.72D7468F.sig`;
export const ARCHIVE = `${base}_${terraformPlatform(process.platform, process.arch)}.zip`;

/** @param program what `terraform` in the archive is */
export async function releaseSite(program: Uint8Array, { sign }: Signer): Promise<ReleaseSite> {
  const archive = zipSync({ "LICENSE.txt": Buffer.from("licence"), terraform: program }, { level: 0 });
  const name = ARCHIVE.slice(ARCHIVE.lastIndexOf("/") + 1);
  const other = `${"0".repeat(64)}  terraform_${TERRAFORM_VERSION}_plan9_amd64.zip\n`;
  const sums = Buffer.from(`${other}${createHash("sha256").update(archive).digest("hex")}  ${name}\n`);
  const files = new Map<string, Uint8Array>([
    [SUMS, sums],
    [SIGNATURE, sign(sums)],
    [ARCHIVE, archive],
  ]);
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    asked.push(url);
    const file = files.get(url);
    response.writeHead(file === undefined ? 404 : 200, file === undefined ? {} : { "content-length": file.length });
    response.end(file);
  });
  return { url: await listen(server), files, asked, close: () => closed(server) };
}

/** @returns the address, without a slash at its end */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens at an address has one.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
