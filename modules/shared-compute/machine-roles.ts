import { DataAwsIamInstanceProfile } from "@cdktf/provider-aws/lib/data-aws-iam-instance-profile";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { iamArn, isArn } from "../../aws/arns";
import type { ComputeEnvironmentDeclaration, ComputeModel, RoleSource } from "../../config/compute";
import { trustOf } from "../policies/document";
import type { ComputeEnvironmentProps } from "./compute-environment";
import { machinePolicy } from "./policies/machine";

type Kind = keyof ComputeEnvironmentDeclaration["roles"];

/** A role that comes with shared compute. */
interface Made {
  readonly arn: string;
  /** What has to be there as long as somebody has the role: AWS Batch needs it to take an environment down, too. */
  readonly needs: readonly ITerraformDependable[];
}

/** The roles of compute environments: of their machines, of AWS Batch, of fleets of Spot machines. Made when one needs it. */
export class MachineRoles {
  private readonly made = new Map<Kind, Made>();

  constructor(
    private readonly scope: Construct,
    private readonly model: ComputeModel,
    private readonly logGroups: readonly string[],
  ) {}

  /** @returns what the environment gets, and what it depends on by that */
  of({ key, roles }: ComputeEnvironmentDeclaration): Pick<ComputeEnvironmentProps, "roles" | "dependsOn"> {
    const sources = { instance: roles.instance, service: roles.service, spotFleet: roles.spotFleet };
    const arnOf = (kind: Kind, source: RoleSource): string | undefined => {
      if (source.kind === "none") return undefined;
      if (source.kind === "made") return this.role(kind).arn;
      return kind === "instance" ? this.profile(key, source.role) : source.role;
    };
    const isMade = (kind: Kind): boolean => sources[kind].kind === "made";
    const kinds: readonly Kind[] = ["instance", "service", "spotFleet"];
    return {
      roles: {
        instance: arnOf("instance", sources.instance),
        service: arnOf("service", sources.service),
        spotFleet: arnOf("spotFleet", sources.spotFleet),
      },
      dependsOn: kinds.filter(isMade).flatMap((kind) => this.role(kind).needs),
    };
  }

  private role(kind: Kind): Made {
    const known = this.made.get(kind);
    if (known !== undefined) return known;
    const made = kind === "instance" ? this.instance() : kind === "service" ? this.service() : this.spotFleet();
    this.made.set(kind, made);
    return made;
  }

  /** ComputeResource, instanceRole: "the short name or full ARN of an instance profile"; Terraform's provider takes an ARN. */
  private profile(key: string, given: string): string {
    if (isArn(given)) return given;
    return new DataAwsIamInstanceProfile(this.scope, `${key.toLowerCase()}_instance_profile`, { name: given }).arn;
  }

  private instance(): Made {
    const { names, context } = this.model;
    const role = this.plainRole("instance_role", names.instanceRole, "ec2", "Machines of shared compute");
    const policy = new IamRolePolicy(role, "policy", {
      name: names.instanceRole,
      role: role.name,
      policy: machinePolicy({ place: context, logGroups: this.logGroups }),
    });
    const profile = new IamInstanceProfile(role, "profile", { name: names.instanceRole, role: role.name });
    return { arn: profile.arn, needs: [policy] };
  }

  private service(): Made {
    const role = this.plainRole("service_role", this.model.names.serviceRole, "batch", "AWS Batch, for shared compute");
    // User Guide, "AWS Batch service IAM role": AWS prescribes and maintains this policy.
    return { arn: role.arn, needs: [this.attached(role, "service-role/AWSBatchServiceRole")] };
  }

  private spotFleet(): Made {
    const { names } = this.model;
    const role = this.plainRole("spot_fleet_role", names.spotFleetRole, "spotfleet", "Fleets of shared compute");
    // User Guide, "Amazon EC2 spot fleet role": the same.
    return { arn: role.arn, needs: [this.attached(role, "service-role/AmazonEC2SpotFleetTaggingRole")] };
  }

  private plainRole(id: string, name: string, service: string, description: string): IamRole {
    return new IamRole(this.scope, id, { name, description, assumeRolePolicy: trustOf(`${service}.amazonaws.com`) });
  }

  private attached(role: IamRole, policy: string): IamRolePolicyAttachment {
    const { partition } = this.model.context;
    return new IamRolePolicyAttachment(role, "policy_attachment", {
      role: role.name,
      policyArn: iamArn({ partition, account: "aws" }, `policy/${policy}`),
    });
  }
}
