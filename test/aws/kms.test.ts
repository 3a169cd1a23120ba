import { keyNameOf } from "../../aws/kms";

const id = "1234abcd-12ab-34cd-56ef-1234567890ab";

describe("the name of a KMS key", () => {
  it.each([
    [id, { keyId: id }],
    [`mrk-${"0".repeat(32)}`, { keyId: `mrk-${"0".repeat(32)}` }],
    ["alias/team/topic", { alias: "alias/team/topic" }],
    [`arn:aws:kms:eu-west-1:123456789012:key/${id}`, { region: "eu-west-1", account: "123456789012", keyId: id }],
    [
      "arn:aws-us-gov:kms:us-gov-west-1:123456789012:alias/team",
      { region: "us-gov-west-1", account: "123456789012", alias: "alias/team" },
    ],
  ])("may be %s", (text, expected) => {
    expect(keyNameOf(text)).toEqual(expected);
  });

  it.each([
    "",
    "team",
    "alias/",
    "1234abcd",
    "arn:aws:kms:eu-west-1:123456789012:key/x",
    `arn:aws:sns:eu-west-1:1:${id}`,
  ])("cannot be %p", (text) => {
    expect(keyNameOf(text)).toBeUndefined();
  });
});
