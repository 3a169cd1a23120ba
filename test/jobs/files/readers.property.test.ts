import fc from "fast-check";
import { ConfigError } from "../../../config/errors";
import { Written } from "../../../config/scalars";
import { temporaryFolder } from "../../support/temporary-folder";
import { READERS, type Reader, readWith } from "./readers";

// DAPF_FUZZ_FILES makes it larger or smaller; of each reader.
const FILES = Number(process.env.DAPF_FUZZ_FILES ?? 300);

jest.setTimeout(300_000);

const root = temporaryFolder();
const isYaml = ({ file }: Reader): boolean => /\.ya?ml$/.test(file);

const word = fc.stringMatching(/^[A-Za-z0-9.+][A-Za-z0-9._+-]{0,18}$/);
const scalar = fc.oneof(
  word,
  fc.stringMatching(/^-?\d{1,22}$/),
  fc.stringMatching(/^-?\d{1,4}\.\d{1,20}$/),
  fc.stringMatching(/^[1-9]\d{0,6}e[-+]?\d{1,3}$/),
  fc.stringMatching(/^0\d{1,11}$/),
  fc.stringMatching(/^\d\d?:\d\d(:\d\d)?$/),
  fc.double().map(String),
  fc.constantFrom(
    ..."true True false FALSE null ~ yes No on OFF y n 0x1F 0o17 0b1 1_000 .inf -.Inf .NaN 2024-01-01 -0 +1".split(" "),
  ),
);

/** What JSON takes without quotes. */
const JSON_SCALAR = /^(-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?|true|false|null)$/;

/** Each place of a file with the same scalar, without quotes where that can be. */
const withScalar = (reader: Reader, text: string): string =>
  reader.text.replace(/"place\d"/g, isYaml(reader) || JSON_SCALAR.test(text) ? text : JSON.stringify(text));

function* leavesOf(value: unknown): Generator {
  if (typeof value !== "object" || value === null || value instanceof Written) yield value;
  else for (const member of Object.values(value)) yield* leavesOf(member);
}

/** @returns what was read; undefined for a ConfigError, which is the only error that a file may be */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    if (error.message === "" || /\[object|Written|undefined/.test(error.message)) throw error;
    return undefined;
  }
}

describe.each(READERS.map((reader) => [reader.name, reader] as const))("%s", (_, reader) => {
  test("takes strings as they are", () => {
    const read = readWith(reader, root, reader.text) as never; // Cast: of this reader.
    const places = reader.values(read);
    expect(places.length).toBeGreaterThan(0);
    for (const place of places) expect(place).toMatch(/^place\d$/);
  });

  test("gives every scalar as it is written, or an error", () => {
    const counts = { read: 0, refused: 0 };
    fc.assert(
      fc.property(scalar, (text) => {
        const read = attempt(() => readWith(reader, root, withScalar(reader, text)));
        if (read === undefined) {
          counts.refused += 1;
          return;
        }
        counts.read += 1;
        // HCL's way to leave an argument out.
        if (text === "null") return;
        for (const place of reader.values(read as never)) expect(place).toBe(text); // Cast: of this reader.
        expect([...leavesOf(read)].filter((leaf) => leaf instanceof Written)).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(counts.read).toBeGreaterThan(100);
    if (isYaml(reader)) expect(counts.refused).toBeGreaterThan(0);
  });

  test(`is read, or is an error for people, whatever stands in it (${FILES} files)`, () => {
    const pieces = fc.constantFrom(
      ..."{ } [ ] \" , : # * & ! | > % @ ' \\ \n \t - ? ~ 0 1.0 1e999 0x1F yes null True \uFEFF \uFFFD \ud83d".split(
        " ",
      ),
      ...[
        "<<: *a",
        "&a ",
        "*a",
        "? [a]",
        '"__proto__": {}',
        "constructor: 1.5",
        "\\ud800",
        "!!set",
        "!!int ",
        "\u0000",
      ],
      "[".repeat(5000),
    );
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      removed: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 })),
      added: fc.oneof(pieces, scalar, fc.string({ maxLength: 6 })),
    });
    // A value in another's place is of the wrong kind, where one in any place is mostly no syntax.
    const swap = fc.record({ place: fc.nat(), value: fc.oneof(scalar, fc.json({ maxDepth: 2 })) });
    const content = fc.oneof(
      fc.array(edit, { minLength: 1, maxLength: 3 }).map((edits) =>
        edits.reduce((text, { at, removed, added }) => {
          const start = Math.floor(at * text.length);
          return text.slice(0, start) + added + text.slice(start + removed);
        }, reader.text),
      ),
      swap.map(({ place, value }) => {
        const places = [...reader.text.matchAll(/: ("[^"]*"|\d+)/g)];
        const { index = 0, 0: found = "" } = places[place % places.length] ?? {};
        return `${reader.text.slice(0, index)}: ${value}${reader.text.slice(index + found.length)}`;
      }),
    );
    fc.assert(
      fc.property(content, (text) => {
        const read = attempt(() => readWith(reader, root, text));
        expect([...leavesOf(read)].filter((leaf) => leaf instanceof Written)).toEqual([]);
      }),
      { numRuns: FILES },
    );
  });
});
