import { App, DefaultTokenResolver, Fn, Lazy, StringConcat, TerraformStack, Token, Tokenization } from "cdktf";
import * as fc from "fast-check";
import * as assert from "node:assert/strict";
import { resolveTokens } from "../../../modules/framework/resolve-tokens";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();
const stack = new TerraformStack(new App({ outdir: folder }), "stack");

/** CDKTF's own walk, which meets every leaf. */
function byCdktf(value: unknown): unknown {
  return Tokenization.resolve(value, { scope: stack, resolver: new DefaultTokenResolver(new StringConcat()) });
}

const tokens = fc.constantFrom<unknown>(
  Token.asString("plain"),
  `a-${Token.asString("inside")}-b`,
  Token.asNumber(7),
  `port ${String(Token.asNumber(8080))}`,
  Lazy.listValue({ produce: () => ["x", "y"] }),
  Token.asAnyMap(Lazy.anyValue({ produce: () => ({ m: "v" }) })),
  Token.asStringMap(Lazy.anyValue({ produce: () => ({ k: Token.asString("w") }) })),
  Token.asAny({ nested: [Token.asString("deep")] }),
  Lazy.anyValue({ produce: () => ({ lazy: 1 }) }),
  Fn.jsonencode({ Resource: Token.asString("arn") }),
);
const texts = fc.constantFrom("", "${aws_s3_bucket.b.arn}", "1e+21", "-1.5e+289", "#{x}", "$${escaped}", "__proto__x");
const leaves: fc.Arbitrary<unknown> = fc.oneof(
  tokens,
  texts,
  fc.string(),
  // A few of the numbers look like tokens that nobody has made, which both refuse.
  fc.double().filter((number) => !Token.isUnresolved(number) && !Token.isUnresolved([number])),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
);
/** An assignment to this one key sets the prototype, in CDKTF's walk as in ours. */
const keys = fc.string({ unit: "grapheme-ascii" }).filter((key) => key !== "__proto__");
const values: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaves,
    fc.array(tie("value").filter(isNoToken), { maxLength: 4 }),
    fc.dictionary(keys, tie("value"), { noNullPrototype: true }),
  ),
})).value;

/** CDKTF refuses a token of a list beside other items. */
function isNoToken(value: unknown): boolean {
  return !Token.isUnresolved(value);
}

describe("tokens in a value", () => {
  test("gives what CDKTF's own walk gives", () => {
    fc.assert(
      fc.property(values, (value) => {
        assert.deepEqual(resolveTokens(stack, value, false), byCdktf(value));
      }),
      { numRuns: 500, endOnFailure: true },
    );
  });

  test("lists of text with tokens in them are resolved item by item", () => {
    const list = ["a", `b-${Token.asString("c")}`, undefined, Token.asString("d")];
    expect(resolveTokens(stack, { list }, false)).toEqual({ list: ["a", "b-c", "d"] });
  });

  test("a key may be a token", () => {
    expect(resolveTokens(stack, { [Token.asString("key")]: 1, other: 2 }, false)).toEqual({ key: 1, other: 2 });
  });

  test("what is undefined is left out, also inside lists; null stays", () => {
    expect(resolveTokens(stack, { a: undefined, b: [undefined, null], c: {} }, false)).toEqual({ b: [null], c: {} });
  });

  test.each([
    ["a function", () => 1],
    ["a construct", stack],
    ["a token of a list in the place of a text", { text: Lazy.listValue({ produce: () => ["x"] })[0] }],
    [
      "a token of a number map in the place of a number",
      { number: Object.values(Token.asNumberMap(Lazy.anyValue({ produce: () => ({ n: 1 }) })))[0] },
    ],
  ])("%s is refused as CDKTF refuses it", (_, value) => {
    expect(() => byCdktf(value)).toThrow();
    expect(() => resolveTokens(stack, { value }, false)).toThrow();
  });
});
