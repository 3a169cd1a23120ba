/** What the roles of a deployed platform are granted, as IAM tells it. */
import type { NamedPolicy } from "../../emulator/iam/model";
import { type AwsCalls, elements } from "../emulator/aws-calls";

const VERSION = "2010-05-08";

export interface GrantedRole {
  readonly name: string;
  readonly arn: string;
  readonly policies: readonly NamedPolicy[];
}

/** The roles whose names begin with the platform's prefix. */
export async function grantedRoles(aws: AwsCalls, prefix: string): Promise<GrantedRole[]> {
  const listed = await aws.query("iam", VERSION, "ListRoles", { MaxItems: "1000" });
  const arns = elements(listed, "Arn").filter((arn) => nameIn(arn).startsWith(prefix));
  return Promise.all(
    arns.map(async (arn) => ({ name: nameIn(arn), arn, policies: await policiesOf(aws, nameIn(arn)) })),
  );
}

async function policiesOf(aws: AwsCalls, RoleName: string): Promise<NamedPolicy[]> {
  const inline = elements(await aws.query("iam", VERSION, "ListRolePolicies", { RoleName }), "member");
  const attached = elements(
    await aws.query("iam", VERSION, "ListAttachedRolePolicies", { RoleName }),
    "PolicyArn",
  ).filter(isOwn);
  return Promise.all([
    ...inline.map(async (PolicyName) => {
      const answer = await aws.query("iam", VERSION, "GetRolePolicy", { RoleName, PolicyName });
      return { name: PolicyName, document: documentIn(answer, "PolicyDocument") };
    }),
    ...attached.map(async (PolicyArn) => {
      const [VersionId = ""] = elements(
        await aws.query("iam", VERSION, "GetPolicy", { PolicyArn }),
        "DefaultVersionId",
      );
      const answer = await aws.query("iam", VERSION, "GetPolicyVersion", { PolicyArn, VersionId });
      return { name: PolicyArn.slice(PolicyArn.lastIndexOf("/") + 1), document: documentIn(answer, "Document") };
    }),
  ]);
}

/** AWS's own policies are AWS's to narrow. @param policy - its ARN, or its name */
export function isOwn(policy: string): boolean {
  return !policy.startsWith("arn:aws:iam::aws:policy/");
}

/** IAM answers documents URL-encoded (API Reference, GetRolePolicy). */
function documentIn(xml: string, element: string): string {
  const [text = ""] = elements(xml, element);
  return decodeURIComponent(text.replaceAll("&amp;", "&"));
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
