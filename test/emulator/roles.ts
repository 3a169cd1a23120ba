/** Roles for tests that run something. */
import type { AwsCalls } from "./aws-calls";

const IAM = "2010-05-08";

export interface Grant {
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
}

const EVERYTHING: readonly Grant[] = [{ Action: "*" }];

/**
 * A role of the account that a service may take; one that is there gets these grants instead of its own.
 *
 * @param grants - by default everything: most tests are about something else
 */
export async function roleFor(
  aws: AwsCalls,
  name: string,
  service: string,
  grants: readonly Grant[] = EVERYTHING,
): Promise<string> {
  const trust = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  const role = { RoleName: name, AssumeRolePolicyDocument: policy([trust]) };
  const body = new URLSearchParams({ Action: "CreateRole", Version: IAM, ...role }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  const made = await aws.send("iam", "POST", "/", body, headers);
  if (made.status !== 200 && !made.text.includes("EntityAlreadyExists")) throw new Error(made.text);
  // A policy has statements; this one allows nothing.
  const nothing = { Effect: "Deny", Action: "iam:DeleteRole", Resource: "*" };
  const statements = grants.map((grant) => ({ Effect: "Allow", Resource: "*", ...grant }));
  await aws.query("iam", IAM, "PutRolePolicy", {
    RoleName: name,
    PolicyName: "grants",
    PolicyDocument: policy(statements.length === 0 ? [nothing] : statements),
  });
  return `arn:aws:iam::${aws.account}:role/${name}`;
}

export function policy(Statement: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

/** Lets a service, for whatever it does, invoke a function. */
export async function allowInvocation(aws: AwsCalls, functionName: string, Principal: string): Promise<void> {
  const permission = { StatementId: `by-${Principal.split(".")[0] ?? ""}`, Action: "lambda:InvokeFunction", Principal };
  const path = `/2015-03-31/functions/${functionName}/policy`;
  const { status, text } = await aws.send("lambda", "POST", path, JSON.stringify(permission));
  if (status >= 300) throw new Error(text);
}
