import { AwsCalls, elements } from "../../emulator/aws-calls";
import { type AccessPolicy, type PolicyDocument } from "../../../access";

/** An account of the embedded AWS, as its administrator sees it. */
export interface Account {
  readonly endpoint: string;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

const IAM = "2010-05-08";
const STS = "2011-06-15";

/** Makes a role that its own account may take, with policies. */
export async function makeRole(at: Account, role: string, policies: readonly AccessPolicy[]): Promise<void> {
  const calls = new AwsCalls(at.endpoint, at.account);
  const iam = (action: string, parameters: Readonly<Record<string, string>>) => calls.query("iam", IAM, action, parameters);
  const trust: PolicyDocument | object = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${at.account}:root` }, Action: "sts:AssumeRole" }],
  };
  await iam("CreateRole", { RoleName: role, AssumeRolePolicyDocument: JSON.stringify(trust) });
  for (const { name, document } of policies) {
    await iam("CreatePolicy", { PolicyName: name, PolicyDocument: JSON.stringify(document) });
    await iam("AttachRolePolicy", { RoleName: role, PolicyArn: `arn:aws:iam::${at.account}:policy/${name}` });
  }
}

/** Takes a role. @returns the variables by which clients call as it */
export async function variablesOf(at: Account, role: string): Promise<NodeJS.ProcessEnv> {
  const answer = await new AwsCalls(at.endpoint, at.account).query("sts", STS, "AssumeRole", {
    RoleArn: `arn:aws:iam::${at.account}:role/${role}`,
    RoleSessionName: "test",
  });
  const [key, secret, token] = ["AccessKeyId", "SecretAccessKey", "SessionToken"].map((name) => elements(answer, name)[0]);
  return {
    AWS_ENDPOINT_URL: at.endpoint,
    AWS_REGION: at.region,
    AWS_DEFAULT_REGION: at.region,
    AWS_ACCESS_KEY_ID: key,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_SESSION_TOKEN: token,
  };
}
