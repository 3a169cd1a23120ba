import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { Construct } from "constructs";
import { boundaryFor, boundaryName, policiesFor, type Purpose, PURPOSES, scopeOf } from "../../access";
import type { Environment } from "../../config/environment";
import { TerraformModule } from "../framework/terraform-module";
import { trustOfPeople } from "./trust";

export interface AccessProps {
  readonly environment: Environment;
}

/**
 * Roles for people and pipelines, with what each needs (docs/security.md), and the boundary of the platform's roles. An
 * administrator deploys it: no role in it may change it.
 */
export class Access extends TerraformModule {
  readonly roles: ReadonlyMap<Purpose, IamRole>;
  /** ARN of the policy that bounds all other roles of the stack; undefined when nothing does. */
  readonly boundaryArn: string | undefined;

  /** @throws ConfigError when the file of the training queues is wrong */
  constructor(scope: Construct, id: string, { environment }: AccessProps) {
    super(scope, id);
    const { prefix, settings } = environment;
    const names = scopeOf(environment);

    this.boundaryArn =
      settings.access?.boundary === true
        ? new IamPolicy(this, "boundary", {
            name: boundaryName(prefix),
            description: `The most that a role of ${prefix} may do`,
            policy: JSON.stringify(boundaryFor(names)),
          }).arn
        : names.boundaryArn;

    this.roles = new Map(
      PURPOSES.flatMap((purpose) => {
        const given = settings.access?.[purpose];
        if (given === undefined) return [];
        const role = new IamRole(this, purpose, {
          name: `${prefix}-access-${purpose}`,
          description: `What a ${purpose} of ${environment.name} needs`,
          assumeRolePolicy: trustOfPeople(given.trusted),
          maxSessionDuration: given.session_hours * 3600,
        });
        policiesFor(names, purpose).forEach(({ name, document }, index) => {
          const policy = new IamPolicy(role, `policy_${index + 1}`, {
            name,
            description: `What a ${purpose} of ${environment.name} needs`,
            policy: JSON.stringify(document),
          });
          new IamRolePolicyAttachment(policy, "attachment", { role: role.name, policyArn: policy.arn });
        });
        return [[purpose, role] as const];
      }),
    );
  }
}
