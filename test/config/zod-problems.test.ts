import { z } from "zod";
import { renderProblems } from "../../config/errors";
import { atMostKeys, inFile, validate } from "../../config/zod-problems";

const mount = z.strictObject({ path: z.string().max(5).optional(), readOnly: z.boolean().optional() });
const oven = z
  .strictObject({
    name: z.string().min(2).max(5).optional(),
    labels: z.record(z.string().max(3), z.string()).check(atMostKeys(2, "one is kept")).optional(),
    trays: z.array(z.string()).min(1).max(2).optional(),
    heat: z.strictObject({ degrees: z.number().optional(), mounts: z.array(mount).optional() }).optional(),
    timer: z.strictObject({ minutes: z.number().optional(), name: z.string().optional() }).optional(),
    lamp: z.strictObject({ watts: z.number().optional(), name: z.string().optional() }).optional(),
  })
  .describe("the oven");
const kitchen = z.strictObject({ ovens: z.array(oven) });

function told(schema: z.ZodType, value: unknown): string {
  return renderProblems(validate(schema, value).problems.map((one) => inFile(one, { file: "f" })));
}

describe("something of the wrong size", () => {
  test.each([
    [{ trays: ["a", "b", "c"] }, "f: trays must have at most 2 entries, not 3"],
    [{ trays: [] }, "f: trays must have at least 1 entry, not 0"],
    [{ name: "a long name" }, "f: name must have at most 5 characters, not 11"],
    [{ name: "a" }, 'f: name must have at least 2 characters, not "a"'],
    [{ labels: { a: "", b: "", c: "" } }, "f: labels must have at most 2 entries, not 3; one is kept"],
    [{ labels: { long: "" } }, "f: labels.long is a key that must have at most 3 characters, not 4"],
  ])("is told with its size: %j", (value, sentence) => {
    expect(told(oven, value)).toBe(sentence);
  });
});

describe("a key at the wrong level", () => {
  const known = "is not a known key; it belongs to";

  test.each([
    [{ heat: { trays: [] } }, `f: heat.trays ${known} the oven itself, beside heat`],
    [{ heat: { mounts: [{ labels: 3 }] } }, `f: heat.mounts[0].labels ${known} the oven itself, beside heat`],
    [{ heat: { mounts: [{ degrees: 3 }] } }, `f: heat.mounts[0].degrees ${known} heat itself, beside mounts`],
    [{ degrees: 3 }, `f: degrees ${known} heat`],
    [{ lamp: { minutes: 3 } }, `f: lamp.minutes ${known} timer`],
    [{ readOnly: true }, `f: readOnly ${known} the entries of heat.mounts`],
  ])("is told where it belongs: %j", (value, sentence) => {
    expect(told(oven, value)).toBe(sentence);
  });

  test("belongs to the same entry of a list", () => {
    expect(told(kitchen, { ovens: [{}, { heat: { trays: [] } }, { watts: 3 }] })).toBe(
      [`f: ovens[1].heat.trays ${known} ovens[1] itself, beside heat`, `f: ovens[2].watts ${known} ovens[2].lamp`].join(
        "\n",
      ),
    );
  });

  test("is an unknown one like others when two places are as near, or none takes the value", () => {
    expect(told(kitchen, { ovens: [], name: "x" })).toContain("the nearest known key is ovens");
    expect(told(z.strictObject({ timer: oven.shape.timer, lamp: oven.shape.lamp }), { name: "x" })).not.toContain(
      "belongs",
    );
    expect(told(oven, { degrees: "hot" })).not.toContain("belongs");
  });
});
