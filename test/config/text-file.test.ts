import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { ConfigError } from "../../config/errors";
import { readTextFile, textOf } from "../../config/text-file";
import { temporaryFolder } from "../support/temporary-folder";
import { configErrorOf } from "./support";

const messageOf = (bytes: Buffer): string => configErrorOf(() => textOf("o.json", bytes)).message;

describe("the text of a file", () => {
  it("is its UTF-8, also with U+FFFD in its own right", () => {
    expect(textOf("o.json", Buffer.from('{"o":"Müller \uFFFD 💥"}'))).toBe('{"o":"Müller \uFFFD 💥"}');
  });

  it("is without a byte order mark", () => {
    expect(textOf("o.json", Buffer.from("\uFEFF{}"))).toBe("{}");
  });

  it("is refused with the place of the first byte that is not UTF-8", () => {
    expect(messageOf(Buffer.from('{\n  "a": "\uFFFDé",\n  "o": "M\xfcller"\n}'.replace("\uFFFDé", ""), "latin1"))).toBe(
      "o.json:3:10: has the byte 0xFC, which is not UTF-8 here; if it is latin1, convert it: iconv -f latin1 -t utf-8 o.json > <new file>",
    );
    const afterOthers = Buffer.concat([Buffer.from('["\uFFFD", "é💥", "'), Buffer.from([0xe9]), Buffer.from('"]')]);
    expect(messageOf(afterOthers)).toMatch(/^o\.json:1:15: has the byte 0xE9/);
  });

  it.each([
    ["the end of the file in a character", Buffer.from([0x22, 0xe2, 0x82])],
    ["half of a surrogate pair", Buffer.from([0x22, 0xed, 0xa0, 0x80])],
    ["more bytes than a character takes", Buffer.from([0x22, 0xc0, 0xaf])],
  ])("is refused for %s", (_, bytes) => {
    expect(messageOf(bytes)).toMatch(/^o\.json:1:2: has the byte 0x/);
  });

  it("is refused as UTF-16, with a mark or without", () => {
    const hint = "; if it is utf-16, convert it: iconv -f utf-16 -t utf-8 o.json > <new file>";
    expect(messageOf(Buffer.from("\uFEFF{}", "utf16le"))).toBe(`o.json:1:1: is UTF-16${hint}`);
    expect(messageOf(Buffer.from("\uFEFF{}", "utf16le").swap16())).toBe(`o.json:1:1: is UTF-16${hint}`);
    expect(messageOf(Buffer.from("{}", "utf16le"))).toBe(`o.json:1:2: has a zero byte, as UTF-16 has${hint}`);
  });

  it("is every byte of the file, or an error with a place in it", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.string({ unit: "binary" }).map((text) => Buffer.from(text)),
      fc
        .tuple(fc.string({ unit: "binary" }), fc.uint8Array({ maxLength: 3 }), fc.string())
        .map(([before, noise, after]) => Buffer.concat([Buffer.from(before), noise, Buffer.from(after)])),
    );
    fc.assert(
      fc.property(bytes, (array) => {
        const given = Buffer.from(array);
        try {
          const text = textOf("o.json", given);
          expect([Buffer.from(text), Buffer.from(`\uFEFF${text}`)]).toContainEqual(given);
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          expect(error.message).toMatch(/^o\.json:[1-9]\d*:[1-9]\d*: (has|is) /);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a file that people write", () => {
  it("is named as it was given, and says when it cannot be read", () => {
    const root = temporaryFolder();
    writeFileSync(join(root, "a.txt"), "a");
    expect(readTextFile(root, "a.txt")).toBe("a");
    expect(readTextFile("", join(root, "a.txt"))).toBe("a");
    expect(configErrorOf(() => readTextFile(root, "b.txt", "x names it")).message).toBe(
      "b.txt: does not exist; x names it",
    );
    expect(configErrorOf(() => readTextFile(root, ".")).message).toBe(".: cannot be read (EISDIR)");
  });
});
