import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { Construct } from "constructs";
import type { Access } from ".";

/**
 * Gives every role of a stack the boundary, but for those of people and pipelines: these would be bound to what jobs do.
 * Called when all roles are there.
 */
export function boundRoles(stack: Construct, access: Access): void {
  const { boundaryArn } = access;
  if (boundaryArn === undefined) return;
  for (const node of stack.node.findAll()) {
    if (node instanceof IamRole && !node.node.scopes.includes(access)) node.permissionsBoundary = boundaryArn;
  }
}
