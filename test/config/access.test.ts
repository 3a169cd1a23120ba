import type { EnvironmentInput } from "../../config/environment";
import { environmentWith } from "../access/environment";

type Access = NonNullable<EnvironmentInput["access"]>;

const github = { provider: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" };

describe("access", () => {
  test("has sessions of an hour and no boundary unless it says so", () => {
    const { access } = environmentWith({
      access: { viewer: { trusted: ["arn:aws:iam::123456789012:root"] } },
    }).settings;

    expect(access).toEqual({
      viewer: { trusted: ["arn:aws:iam::123456789012:root"], session_hours: 1 },
      boundary: false,
    });
  });

  test.each<[string, Access, RegExp]>([
    ["nobody", { viewer: { trusted: [] } }, /access\.viewer\.trusted/],
    ["everybody", { viewer: { trusted: ["*"] } }, /must be the ARN of a role, a user or an account's root/],
    [
      "a session, which is gone when it ends",
      { viewer: { trusted: ["arn:aws:sts::123456789012:assumed-role/a/b"] } },
      /must be the ARN of a role, a user or an account's root/,
    ],
    [
      "tokens for whom others choose the rest",
      { runner: { trusted: [{ ...github, subjects: ["repo:my-team/*"] }] } },
      /must be a subject in full, without \* or \?/,
    ],
    [
      "a provider without an ARN",
      { runner: { trusted: [{ provider: "token.actions.githubusercontent.com", subjects: ["a"] }] } },
      /must be the ARN of an OpenID Connect provider/,
    ],
    [
      "a session longer than IAM has",
      { viewer: { trusted: ["arn:aws:iam::123456789012:root"], session_hours: 13 } },
      /access\.viewer\.session_hours/,
    ],
    ["a boundary that is no policy", { boundary: "bounds" }, /access\.boundary/],
  ])("does not take %s", (_, access, message) => {
    expect(() => environmentWith({ access })).toThrow(message);
  });
});
