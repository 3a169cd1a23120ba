import fc from "fast-check";
import { ConfigError } from "../../config/errors";
import { locate, parseJson } from "../../config/json";
import { Written } from "../../config/scalars";
import { configErrorOf } from "./support";

const messageOf = (text: string): string => configErrorOf(() => parseJson("a.json", text)).message;

const attempt = (run: () => unknown): { value?: unknown; error?: unknown } => {
  try {
    return { value: run() };
  } catch (error) {
    return { error };
  }
};

/** The value without what is kept of how its numbers are written. */
function valuesOf(value: unknown): unknown {
  if (value instanceof Written) return value.value;
  if (Array.isArray(value)) return value.map(valuesOf);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, valuesOf(member)]));
}

describe("parseJson", () => {
  it.each([
    [
      "",
      "a.json:1:1: is not valid JSON: expected a value (string, number, object, list, ...), found the end of the file",
    ],
    ['{\n  "a": 1\n  "b": 2\n}', 'a.json:3:3: is not valid JSON: expected "," or "}", found "\\"b\\": 2"'],
    ['{\n  "a": 1,\n}', 'a.json:3:1: is not valid JSON: expected a key in double quotes, found "}"'],
    ["{ a: 1 }", 'a.json:1:3: is not valid JSON: expected a key in double quotes, or "}", found "a: 1 }"'],
    ['{ "a" 1 }', 'a.json:1:7: is not valid JSON: expected ":" after the key, found "1 }"'],
    ['{ "a": [1, 2 }', 'a.json:1:14: is not valid JSON: expected "," or "]", found "}"'],
    ['{ "a": [', 'a.json:1:9: is not valid JSON: expected a value, or "]", found the end of the file'],
    ['{ "a": "b\n" }', 'a.json:1:8: is not valid JSON: expected a closing double quote on the same line, found "\\"b"'],
    [
      '{ "a": yes }',
      'a.json:1:8: is not valid JSON: expected a value (string, number, object, list, ...), found "yes }"',
    ],
    ["{} {}", 'a.json:1:4: is not valid JSON: expected the end of the file, found "{}"'],
    ['{ "a": 1 } // why', 'a.json:1:12: is not valid JSON: expected no comment (JSON has none), found "// why"'],
    [
      '{ "a": "\\d" }',
      'a.json:1:8: is not valid JSON: expected one of " \\ / b f n r t u after the backslash, found "\\"\\\\d\\" }"',
    ],
    ['{ "a": 1. }', 'a.json:1:8: is not valid JSON: expected more digits, found "1. }"'],
  ])("says of %j where it breaks and what it expected", (text, message) => {
    expect(messageOf(text)).toBe(message);
  });

  it("says what to do about an account number with a leading zero", () => {
    expect(messageOf('{ "account_number": 012345678901 }')).toContain(
      "expected a number without leading zero; write it as a string in double quotes",
    );
  });

  it("says what to do about a placeholder outside of a string", () => {
    expect(messageOf('{ "timeout": ${tfvars_region} }')).toContain("expected a placeholder to stand inside a string");
  });

  it("refuses a key with two values, and names every one", () => {
    const text = '{\n  "a": 1,\n  "b": [{ "c": 1, "c": 2 }],\n  "a": 2\n}';
    expect(messageOf(text).split("\n")).toEqual([
      "a.json:3:19: b[0].c stands twice in the same object, with different values; the first is in line 3; keep one of them",
      "a.json:4:3: a stands twice in the same object, with different values; the first is in line 2; keep one of them",
    ]);
  });

  it("only notes a key that is repeated with the same value", () => {
    const json = parseJson("a.json", '{ "a": { "b": [1] }, "a": { "b": [1] } }');
    expect(json.value).toEqual({ a: { b: [1] } });
    expect(json.repetitions).toMatchObject([{ line: 1, column: 22, path: "a" }]);
  });

  it("takes a byte order mark for what it is", () => {
    expect(parseJson("a.json", '\uFEFF{ "a": 1 }').value).toEqual({ a: 1 });
  });

  it("keeps a key __proto__ as an ordinary key", () => {
    const { value } = parseJson("a.json", '{ "__proto__": 1 }');
    expect(Object.keys(value as object)).toEqual(["__proto__"]);
  });

  it("keeps how a number is written, where its value does not tell", () => {
    const { value } = parseJson("a.json", '{ "a": [1, -7, 1.10, 7390e12, 20240101123456789, -0] }');
    expect(value).toEqual({
      a: [
        1,
        -7,
        new Written("1.10", 1.1),
        new Written("7390e12", 7390e12),
        new Written("20240101123456789", 20240101123456788),
        new Written("-0", -0),
      ],
    });
  });

  it("refuses half of a surrogate pair, in values and in keys", () => {
    expect(messageOf('{\n  "a": "\\ud83d",\n  "\\ude00": 1, "b": "\\ud83d\\ude00" }')).toBe(
      "a.json:2:8: a has half of a surrogate pair, which is no character\n" +
        'a.json:3:3: ["\\ude00"] has half of a surrogate pair, which is no character',
    );
  });

  it("refuses what is nested too deeply", () => {
    expect(messageOf("[".repeat(100_000) + "]".repeat(100_000))).toBe("a.json: is nested too deeply to be read");
  });

  it("reads every JSON text as JSON.parse does, and refuses what it refuses", () => {
    const damaged = fc.tuple(fc.json(), fc.nat(), fc.string({ maxLength: 2 })).map(([text, at, noise]) => {
      const position = at % (text.length + 1);
      return text.slice(0, position) + noise + text.slice(position + 1);
    });
    fc.assert(
      fc.property(fc.oneof(fc.json(), damaged), (text) => {
        const reference = attempt(() => JSON.parse(text) as unknown);
        const ours = attempt(() => parseJson("a.json", text).value);
        // The two differences that are meant: a key with two values, and half of a surrogate pair.
        if (ours.error instanceof ConfigError && /stands twice|surrogate/.test(ours.error.message)) return;
        expect(valuesOf(ours.value)).toEqual(reference.value);
        expect(ours.error instanceof ConfigError).toBe(reference.error !== undefined);
      }),
      { numRuns: 300 },
    );
  });

  it("gives a line and a column that exist, whatever is wrong", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { error } = attempt(() => parseJson("a.json", text));
        const problems = error instanceof ConfigError ? error.problems : [];
        for (const { line = 0, column = 0 } of problems) {
          const lines = text.replace(/^\uFEFF/, "").split("\n");
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual((lines[line - 1] ?? "").length + 1);
        }
      }),
    );
  });
});

describe("locate", () => {
  const json = parseJson("a.json", '{\n  "a": {\n    "b": [10, 20]\n  }\n}');

  it("finds the key of a property and the item of a list", () => {
    expect(locate(json, ["a", "b"])).toEqual({ line: 3, column: 5, depth: 2 });
    expect(locate(json, ["a", "b", 1])).toEqual({ line: 3, column: 15, depth: 3 });
  });

  it("finds where something missing would belong", () => {
    expect(locate(json, ["a", "c"])).toEqual({ line: 2, column: 3, depth: 1 });
    expect(locate(json, ["x"])).toEqual({ line: 1, column: 1, depth: 0 });
  });
});
