import fc from "fast-check";
import type { Grant } from "../../access";
import { lengthOf, LONGEST_POLICY, packed, StatementTooLongError } from "../../access/pack";

const grant = (sid: string, resources: readonly string[], actions = ["s3:GetObject"]): Grant => {
  return { sid, actions, resources, reason: "Because." };
};

const grants = fc
  .array(fc.array(fc.stringMatching(/^[a-z]{1,60}$/), { minLength: 0, maxLength: 300 }), { maxLength: 6 })
  .map((all) =>
    all.map((names, index) =>
      grant(
        `S${String.fromCharCode(65 + index)}`,
        names.map((name) => `arn:aws:s3:::${name}`),
      ),
    ),
  );

describe("statements in managed policies", () => {
  it("keep every resource, in order, and no policy is longer than IAM takes", () => {
    fc.assert(
      fc.property(grants, (all) => {
        const policies = packed(all);
        for (const policy of policies) expect(lengthOf(policy)).toBeLessThanOrEqual(LONGEST_POLICY);
        const resources = policies.flatMap(({ Statement }) => Statement.flatMap(({ Resource }) => Resource));
        expect(resources).toEqual(all.flatMap((one) => one.resources));
      }),
    );
  });

  it("stand in one policy as long as they fit", () => {
    expect(packed([grant("One", ["arn:aws:s3:::a"]), grant("Two", ["arn:aws:s3:::b"])])).toHaveLength(1);
  });

  it("have numbers when one is divided, so that each has a Sid of its own", () => {
    const many = Array.from(
      { length: 150 },
      (_, index) => `arn:aws:s3:::bucket-number-${String(index).padStart(30, "0")}`,
    );
    const sids = packed([grant("Many", many)]).flatMap(({ Statement }) => Statement.map(({ Sid }) => Sid));

    expect(sids).toEqual(["Many1", "Many2"]);
  });

  it("cannot be divided when a single resource is too much", () => {
    const actions = Array.from({ length: 400 }, (_, index) => `s3:GetObjectNumber${index}`);

    expect(() => packed([grant("Long", ["*"], actions)])).toThrow(StatementTooLongError);
  });
});
