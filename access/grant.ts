/** What a policy for people and pipelines says, with the reason for each statement. */

/** Whom there are policies for. */
export const PURPOSES = ["deployer", "planner", "runner", "submitter", "viewer"] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Operator -> key -> values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One statement. */
export interface Grant {
  /** Says what the statement is about; unique in what one purpose gets. */
  readonly sid: string;
  /** @default Allow */
  readonly effect?: "Deny";
  /** In full, never with an asterisk. */
  readonly actions: readonly string[];
  /** ARNs, which name what they are about by the environment's prefix, or `*`. */
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
  /** What somebody does who needs it. */
  readonly reason: string;
  /** Why the resources, or some of them, cannot be named by the prefix. */
  readonly unnamed?: string;
}

/** A statement as IAM writes it. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Conditions;
}

/** A policy as IAM writes it. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

/** @returns the policy that says all of this; what names no resource is left out, because IAM refuses it */
export function documentOf(grants: readonly Grant[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: grants.filter(({ resources }) => resources.length > 0).map(statementOf) };
}

function statementOf({ sid, effect, actions, resources, conditions }: Grant): PolicyStatement {
  return {
    Sid: sid,
    Effect: effect ?? "Allow",
    Action: [...actions].sort(),
    Resource: [...resources],
    ...(conditions === undefined ? {} : { Condition: conditions }),
  };
}
