import { statementsOf } from "../batch-construct/support";
import { policyDocument, trustOf, type Statement } from "../../../modules/policies/document";

describe("a policy document", () => {
  test("leaves out statements about nothing, which IAM refuses", () => {
    const about = (Sid: string, Resource: string[]): Statement => ({ Sid, Effect: "Allow", Action: ["a:b"], Resource });

    expect(statementsOf(policyDocument([about("One", ["arn"]), about("None", [])])).map(({ Sid }) => Sid)).toEqual([
      "One",
    ]);
  });

  test("of trust has no resource: it is about the role that it is attached to", () => {
    expect(statementsOf(trustOf("glue.amazonaws.com"))).toEqual([
      {
        Sid: "Service",
        Effect: "Allow",
        Principal: { Service: "glue.amazonaws.com" },
        Action: ["sts:AssumeRole"],
      },
    ]);
  });
});
