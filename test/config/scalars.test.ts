import fc from "fast-check";
import { z } from "zod";
import { scalarText, scalarTexts, Written, writtenNumber } from "../../config/scalars";
import { renderProblem } from "../../config/errors";
import { parseYaml } from "../../config/yaml";
import { inFile, validate } from "../../config/zod-problems";

const shape = z.strictObject({
  text: scalarText.optional(),
  short: scalarText.pipe(z.string().max(3)).optional(),
  texts: scalarTexts.optional(),
  string: z.string().optional(),
  number: z.number().optional(),
  whole: z.int().optional(),
  flag: z.boolean().optional(),
  word: z.enum(["A", "B"]).optional(),
  either: z.union([z.string(), z.strictObject({ number: z.number() })]).optional(),
  account: z.union([z.string(), z.number()]).optional(),
  inner: z.strictObject({ number: z.number() }).optional(),
  list: z.array(scalarText).optional(),
  rest: z.record(z.string(), z.unknown()).optional(),
});

function read(content: string) {
  const { value, problems } = validate(shape, parseYaml("s.yaml", content).value);
  return value ?? problems.map((problem) => renderProblem(inFile(problem, { file: "s.yaml" })));
}

describe("a scalar where a string is wanted", () => {
  it.each([
    "012345678901",
    "7390e12",
    "3.10",
    "0042",
    "20240101123456789",
    "+1",
    ".5",
    "1e400",
    "True",
    "false",
    "7",
    "x",
  ])("is %s as it is written", (text) => {
    expect(read(`{ text: ${text}, texts: { a: ${text} }, list: [${text}] }`)).toEqual({
      text,
      texts: { a: text },
      list: [text],
    });
  });

  it("has the length of its text", () => {
    expect(read("short: 1.0")).toEqual({ short: "1.0" });
    expect(read("short: 1.00")).toEqual(["s.yaml: short must have at most 3 characters, not 4"]);
  });

  it("has to be a string where AWS's own words are checked as they are", () => {
    expect(read("string: 3.10")).toEqual(['s.yaml: string must be a string, not 3.10; write it in quotes: "3.10"']);
    expect(read("string: true")).toEqual(['s.yaml: string must be a string, not true; write it in quotes: "true"']);
    expect(read("string: [1]")).toEqual(["s.yaml: string must be a string, not a list"]);
  });

  it("is no null", () => {
    expect(read("text: ~")).toEqual(["s.yaml: text must be a string, a number, true or false, not null"]);
  });

  it("is its text where a number would do, too", () => {
    expect(read("account: 012345678901")).toEqual({ account: "012345678901" });
  });

  it("is a number of TypeScript only when that can be written in one way", () => {
    expect(validate(shape, { texts: { a: 7, b: true } }).value).toEqual({ texts: { a: "7", b: "true" } });
    expect(validate(shape, { texts: { a: 3.1 } }).problems).toEqual([
      { path: ["texts", "a"], rule: "must be in quotes: it is not known how the number is written", found: 3.1 },
    ]);
    expect(validate(shape, { text: 20240101123456788 }).problems).toHaveLength(1);
  });
});

describe("a scalar where a number is wanted", () => {
  it.each([
    ["1e3", 1000],
    ["2.0", 2],
    ["-0", 0],
    ["+7", 7],
    ["0.1", 0.1],
    ["0.10", 0.1],
    ["9007199254740992", 9007199254740992],
    ["1e22", 1e22],
    ["0e999", 0],
  ])("is %s, which is exact", (text, number) => {
    expect(read(`number: ${text}`)).toEqual({ number });
  });

  it.each([
    ["9007199254740993", "9007199254740992"],
    ["1e400", "Infinity"],
    ["1e-400", "0"],
    ["0.1000000000000000055", "0.1"],
    ["2.00000000000000000001", "2"],
  ])("is not %s, which would be another", (text, number) => {
    expect(read(`{ number: ${text} }`)).toEqual([
      `s.yaml: number must be a number that can be kept exactly, not ${text}; it would become ${number}`,
    ]);
    expect(read(`{ whole: ${text} }`)).toHaveLength(1);
  });

  it("has no leading zeros, which some readers take for octal digits", () => {
    expect(read("number: 017")).toEqual(["s.yaml: number must be a number without leading zeros, not 017"]);
  });

  it("is a whole number when it is one", () => {
    expect(read("whole: 2.50")).toEqual(["s.yaml: whole must be a whole number, not 2.50"]);
  });

  it("is, whatever is written, the number that is written, or an error", () => {
    const digits = fc.stringMatching(/^\d{1,25}$/);
    const number = fc
      .tuple(fc.constantFrom("", "-"), digits, fc.option(digits), fc.option(fc.integer({ min: -330, max: 330 })))
      .map(([sign, whole, fraction, power]) =>
        [sign, whole, fraction === null ? "" : `.${fraction}`, power === null ? "" : `e${power}`].join(""),
      );
    fc.assert(
      fc.property(fc.oneof(number, fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)), (text) => {
        const { value, problems } = validate(z.number(), writtenNumber(text));
        if (value === undefined) expect(problems).toHaveLength(1);
        else expect(isSame(text, String(value))).toBe(true);
        // What JavaScript itself writes is exact.
        if (String(Number(text)) === text) expect(value).toBe(Number(text));
      }),
      { numRuns: 2000 },
    );
  });
});

/** Whether two texts are one number: as fractions of whole numbers without end. */
function isSame(a: string, b: string): boolean {
  const [x, y] = [fraction(a), fraction(b)];
  return x.over * y.under === y.over * x.under;
}

function fraction(text: string): { over: bigint; under: bigint } {
  const [mantissa = "", power = "0"] = text.split("e");
  const [whole = "", after = ""] = mantissa.split(".");
  const exponent = Number(power) - after.length;
  const ten = 10n ** BigInt(Math.abs(exponent));
  const digits = BigInt(`${whole.replace("-", "")}${after}`) * (text.startsWith("-") ? -1n : 1n);
  return exponent < 0 ? { over: digits, under: ten } : { over: digits * ten, under: 1n };
}

describe("a scalar where something else is wanted", () => {
  it("is a boolean however YAML writes it", () => {
    expect(read("flag: True")).toEqual({ flag: true });
    expect(read("flag: 1.0")).toEqual(["s.yaml: flag must be true or false, not 1.0"]);
  });

  it("is shown as it is written", () => {
    expect(read("{ word: 3.0, inner: 1.0, list: 1.0, rest: 1.0, either: 1.0, other: 1.0 }")).toEqual([
      "s.yaml: inner must be an object, not 1.0",
      "s.yaml: either must be an object, not 1.0",
      "s.yaml: word must be one of the allowed values, not 3.0 (allowed: A, B)",
      "s.yaml: list must be a list, not 1.0",
      "s.yaml: rest must be an object, not 1.0",
      expect.stringMatching(/^s\.yaml: other is not a known key/),
    ]);
  });

  it("is kept for the next schema where this one takes anything", () => {
    expect(read("rest: { a: 3.10 }")).toEqual({ rest: { a: new Written("3.10", 3.1) } });
  });
});
