import type { RecordedCall } from "../../../../emulator/iam/record/recorder";
import { unusedOf } from "../../../../emulator/iam/record/unused";
import { policy } from "../live";

const named = (document: string) => [{ name: "p", document }];
const used = (action: string, index = 0): RecordedCall => ({
  ...{ action, resource: "*", context: {}, allowed: 1, denied: 0, firstAt: "", lastAt: "" },
  allowedBy: [{ policy: "p", statement: String(index), index }],
});
const statement = { Effect: "Allow", Action: ["s3:Get*", "s3:PutObject"], Resource: "*" };

describe("what was granted in vain", () => {
  it("is a whole statement that no call has used", () => {
    expect(unusedOf(named(policy({ Sid: "Objects", ...statement })), [])).toEqual([
      { policy: "p", statement: "Objects", index: 0, actions: ["s3:Get*", "s3:PutObject"], isWhole: true },
    ]);
  });

  it("are actions of a statement that other actions have used", () => {
    expect(unusedOf(named(policy(statement)), [used("s3:GetObject")])).toEqual([
      { policy: "p", statement: "0", index: 0, actions: ["s3:PutObject"], isWhole: false },
    ]);
  });

  it("is nothing when each action was used, whatever its spelling", () => {
    expect(unusedOf(named(policy({ ...statement, Action: "S3:getobject" })), [used("s3:GetObject")])).toEqual([]);
  });

  it("is a statement beside one that allowed the same", () => {
    const both = policy([statement, statement]);
    const found = unusedOf(named(both), [used("s3:GetObject", 1), used("s3:PutObject", 1)]);
    expect(found.map(({ index }) => index)).toEqual([0]);
  });

  it("is what a NotAction allows, as a whole", () => {
    const all = named(policy({ Effect: "Allow", NotAction: ["iam:*", "sts:*"], Resource: "*" }));
    expect(unusedOf(all, [])[0]).toMatchObject({ actions: ["not iam:*, sts:*"], isWhole: true });
    expect(unusedOf(all, [used("s3:GetObject")])).toEqual([]);
  });

  it("is no denial, and nothing of a policy that is not valid", () => {
    expect(unusedOf(named(policy({ ...statement, Effect: "Deny" })), [])).toEqual([]);
    expect(unusedOf(named("{}"), [])).toEqual([]);
  });
});
