import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "./errors";
import { positionAt } from "./json";

/**
 * Reads a file that people write.
 *
 * @param root absolute path of the folder that the file is relative to; the working directory for ""
 * @param file path to read, and to name in errors
 * @param hint for when it cannot be read, e.g. what names it
 * @throws ConfigError when it cannot be read, or is not UTF-8
 */
export function readTextFile(root: string, file: string, hint?: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(root, file));
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : String(error);
    const rule = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
    throw new ConfigError([{ file, path: "", rule, hint }]);
  }
  return textOf(file, bytes);
}

/**
 * @param file path to name in errors
 * @returns the text of a file in UTF-8, without its byte order mark
 * @throws ConfigError with the place of the first byte that is not UTF-8: another character would be sent in its place
 */
export function textOf(file: string, bytes: Buffer): string {
  if (UTF_16_MARKS.some((mark) => mark.equals(bytes.subarray(0, mark.length)))) {
    throw notUtf8(file, "", "is UTF-16", "utf-16");
  }
  const text = bytes.toString("utf8");
  const zero = text.indexOf("\0");
  // UTF-16 without a mark has one beside each letter of English; no file of ours has one at all.
  if (zero >= 0) throw notUtf8(file, text.slice(0, zero), "has a zero byte, as UTF-16 has", "utf-16");
  if (!isUtf8(bytes)) {
    const before = beforeFirstBad(text, bytes);
    const bad = bytes[Buffer.byteLength(before)] ?? 0;
    const byte = `0x${bad.toString(16).toUpperCase().padStart(2, "0")}`;
    throw notUtf8(file, before, `has the byte ${byte}, which is not UTF-8 here`, "latin1");
  }
  return text.replace(/^\uFEFF/, "");
}

const UTF_16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/** A decoder puts U+FFFD where bytes are bad, which a file may also have in its own right. */
function beforeFirstBad(text: string, bytes: Buffer): string {
  let offset = 0;
  let from = 0;
  for (let at = text.indexOf(REPLACEMENT); at >= 0; at = text.indexOf(REPLACEMENT, from)) {
    offset += Buffer.byteLength(text.slice(from, at));
    if (!bytes.subarray(offset, offset + REPLACEMENT_BYTES.length).equals(REPLACEMENT_BYTES)) return text.slice(0, at);
    offset += REPLACEMENT_BYTES.length;
    from = at + 1;
  }
  return text;
}

const REPLACEMENT = "\uFFFD";
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);

function notUtf8(file: string, before: string, rule: string, encoding: string): ConfigError {
  const hint = `if it is ${encoding}, convert it: iconv -f ${encoding} -t utf-8 ${file} > <new file>`;
  return new ConfigError([{ file, ...positionAt(before, before.length), path: "", rule, hint }]);
}
