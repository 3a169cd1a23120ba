import fc from "fast-check";
import { compilePolicy, covers } from "../../../../emulator/iam/policy";
import { leastPrivilege, MOST_CHARACTERS } from "../../../../emulator/iam/record/least-privilege";
import type { RecordedCall } from "../../../../emulator/iam/record/recorder";

const callOf = (action: string, resource: string, context: RecordedCall["context"] = {}): RecordedCall => ({
  ...{ action, resource, context, allowed: 1, denied: 0, allowedBy: [], firstAt: "", lastAt: "" },
});

describe("a policy of least privilege", () => {
  it("is none when nothing was called", () => {
    expect(leastPrivilege([])).toBeUndefined();
  });

  it("has a statement for each set of resources, with all actions on it", () => {
    const calls = [
      callOf("s3:PutObject", "arn:aws:s3:::b/k"),
      callOf("s3:GetObject", "arn:aws:s3:::b/k"),
      callOf("s3:GetObject", "arn:aws:s3:::b/k"),
      callOf("s3:ListBucket", "arn:aws:s3:::b"),
      callOf("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:q"),
    ];
    expect(leastPrivilege(calls)?.Statement).toEqual([
      { Sid: "S31", Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "arn:aws:s3:::b/k" },
      { Sid: "S32", Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::b" },
      { Sid: "Sqs3", Effect: "Allow", Action: "sqs:SendMessage", Resource: "arn:aws:sqs:eu-west-1:111122223333:q" },
    ]);
  });

  it("lets a role be passed to the service that it was passed to", () => {
    const passed = callOf("iam:PassRole", "arn:aws:iam::111122223333:role/r", {
      "iam:passedtoservice": ["glue.amazonaws.com"],
    });
    expect(leastPrivilege([passed])?.Statement[0]?.Condition).toEqual({
      StringEquals: { "iam:PassedToService": "glue.amazonaws.com" },
    });
  });

  it("says of many objects where they are", () => {
    const calls = Array.from({ length: 30 }, (_, at) => callOf("s3:GetObject", `arn:aws:s3:::b/run/${at}`));
    expect(leastPrivilege(calls)?.Statement[0]?.Resource).toBe("arn:aws:s3:::b/run/*");
  });

  const name = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
  const resource = fc.oneof(
    fc.constant("*"),
    fc
      .tuple(name, fc.array(name, { maxLength: 4 }))
      .map(([bucket, key]) => `arn:aws:s3:::${[bucket, ...key].join("/")}`),
    fc.tuple(name, name).map(([kind, id]) => `arn:aws:batch:eu-west-1:111122223333:${kind}/${id}`),
    name.map((id) => `arn:aws:sqs:eu-west-1:111122223333:${id}`),
  );
  const call = fc.tuple(
    fc.constantFrom("s3:GetObject", "s3:PutObject", "batch:SubmitJob", "sqs:SendMessage"),
    resource,
  );

  it("allows every call that it is made of, and is valid", () => {
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 60 }), (all) => {
        const document = JSON.stringify(leastPrivilege(all.map(([action, of]) => callOf(action, of))));
        const { statements } = compilePolicy({ name: "made", document }, "identity");
        for (const [action, of] of all)
          expect(statements.some((one) => covers(one, action.toLowerCase(), of, new Map()))).toBe(true);
      }),
    );
  });

  it("is no longer than a policy may be, of however many objects", () => {
    const calls = Array.from({ length: 2_000 }, (_, at) =>
      callOf(
        at % 2 === 0 ? "s3:GetObject" : "s3:PutObject",
        `arn:aws:s3:::bucket/a/${at % 50}/b/${at}/some-long-name-of-a-file`,
      ),
    );
    expect(JSON.stringify(leastPrivilege(calls)).length).toBeLessThanOrEqual(MOST_CHARACTERS);
  });
});
