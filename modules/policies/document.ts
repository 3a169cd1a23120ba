/** A statement of an IAM policy, in IAM's own words. */
export interface Statement {
  /** Says what the statement is for. */
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  /** Only in the policy of a resource or the trust policy of a role: who. */
  readonly Principal?:
    | "*"
    | { readonly AWS: string | readonly string[] }
    | { readonly Federated: string }
    | { readonly Service: string | readonly string[] };
  readonly Action: readonly string[];
  /** ARNs, or `*` for the actions that AWS cannot restrict to a resource. Not in the policy of a repository or role. */
  readonly Resource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** @returns the JSON of a policy. Statements without any resource left are dropped: IAM refuses them. */
export function policyDocument(statements: readonly Statement[]): string {
  const Statement = statements.filter(({ Resource }) => Resource === undefined || Resource.length > 0);
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

/** @returns the trust policy of a role that an AWS service assumes. */
export function trustOf(service: string, condition?: Statement["Condition"]): string {
  return policyDocument([
    {
      Sid: "Service",
      Effect: "Allow",
      Principal: { Service: service },
      Action: ["sts:AssumeRole"],
      ...(condition === undefined ? {} : { Condition: condition }),
    },
  ]);
}
