import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Construct } from "constructs";
import type { Place } from "../../aws/place";
import { policyDocument, type Statement, trustOf } from "../policies/document";

export interface TaskRoleProps {
  readonly name: string;
  readonly description: string;
  readonly place: Place;
  /** What it may do: statements without resources are left out, and so is a policy without statements. */
  readonly statements: readonly Statement[];
  /** @default none of its own */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** A role that tasks of Amazon ECS have, or with which it starts them. */
export function makeTaskRole(scope: Construct, id: string, props: TaskRoleProps): IamRole {
  const { name, description, place, statements, tags } = props;
  const role = new IamRole(scope, id, {
    name,
    description,
    // Nobody else's tasks may have it, should its ARN become known: Amazon ECS Developer Guide, "Amazon ECS task IAM role".
    assumeRolePolicy: trustOf("ecs-tasks.amazonaws.com", { StringEquals: { "aws:SourceAccount": place.account } }),
    tags,
  });
  if (statements.some(({ Resource = [] }) => Resource.length > 0)) {
    new IamRolePolicy(role, "policy", { name, role: role.name, policy: policyDocument(statements) });
  }
  return role;
}
