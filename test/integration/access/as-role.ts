import type { AccessPolicy } from "../../../access";
import { AwsCalls, elements } from "../../emulator/aws-calls";
import type { EmbeddedAccount } from "../../support/ssm";

const IAM = "2010-05-08";
const STS = "2011-06-15";

/** Makes a role that its own account may take, with policies. */
export async function makeRole(at: EmbeddedAccount, role: string, policies: readonly AccessPolicy[]): Promise<void> {
  const calls = new AwsCalls(at.endpoint, at.account);
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${at.account}:root` }, Action: "sts:AssumeRole" }],
  };
  await calls.query("iam", IAM, "CreateRole", { RoleName: role, AssumeRolePolicyDocument: JSON.stringify(trust) });
  for (const [index, { document }] of policies.entries()) {
    const name = `${role}-${index + 1}`;
    await calls.query("iam", IAM, "CreatePolicy", { PolicyName: name, PolicyDocument: JSON.stringify(document) });
    const arn = `arn:aws:iam::${at.account}:policy/${name}`;
    await calls.query("iam", IAM, "AttachRolePolicy", { RoleName: role, PolicyArn: arn });
  }
}

/** Takes a role. @returns the variables by which clients call as it */
export async function variablesOf(at: EmbeddedAccount, role: string): Promise<Record<string, string>> {
  const answer = await new AwsCalls(at.endpoint, at.account).query("sts", STS, "AssumeRole", {
    RoleArn: `arn:aws:iam::${at.account}:role/${role}`,
    RoleSessionName: "test",
  });
  const given = (name: string) => elements(answer, name)[0] ?? "";
  return {
    AWS_ENDPOINT_URL: at.endpoint,
    AWS_REGION: at.region,
    AWS_ACCESS_KEY_ID: given("AccessKeyId"),
    AWS_SECRET_ACCESS_KEY: given("SecretAccessKey"),
    AWS_SESSION_TOKEN: given("SessionToken"),
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
