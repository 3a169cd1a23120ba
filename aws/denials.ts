/**
 * What AWS says to somebody who lacks a permission. Source: IAM User Guide, "Troubleshoot access denied error messages": "User:
 * <arn> is not authorized to perform: <action> on resource: <arn> because <reason>", of which services leave parts out.
 */
export interface Denial {
  /** ARN of who asked. */
  readonly who: string;
  /** `glue:CreateJob` */
  readonly action: string;
  /** An ARN; undefined where the service does not say. */
  readonly resource: string | undefined;
  /** `because no identity-based policy allows the glue:CreateJob action`; undefined where the service does not say. */
  readonly why: string | undefined;
}

const WHO = /(?<who>arn:[^\s"]+) is not authorized to perform: (?<action>[a-z0-9-]+:\w+)/;
const RESOURCE = /(?: on resource: "?(?<resource>[^\s"]+)"?)?/;
const WHY =
  /(?:,? (?<why>because no [a-z -]+ allows the \S+ action|with an explicit deny in an? [a-z-]+(?: [a-z]+)*))?/;
const SENTENCE = new RegExp(WHO.source + RESOURCE.source + WHY.source, "g");

/** @param text what AWS said, or Terraform of it @returns the permissions that were missing, each once */
export function denialsIn(text: string): Denial[] {
  const found = [...text.replaceAll(/\s+/g, " ").matchAll(SENTENCE)].map(({ groups = {} }): Denial => {
    const { who = "", action = "", resource, why } = groups;
    return { who, action, resource: resource?.replace(/[.,;]$/, ""), why };
  });
  return [...new Map(found.map((denial) => [JSON.stringify(denial), denial])).values()];
}

/** @returns a denial as what is missing: `glue:CreateJob on arn:.. for arn:.. (because ..)` */
export function missingPermission({ who, action, resource, why }: Denial): string {
  return `${action}${resource === undefined ? "" : ` on ${resource}`} for ${who}${why === undefined ? "" : ` (${why})`}`;
}
