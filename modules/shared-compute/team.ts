import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import { teamPolicies } from "../../access/teams";
import type { ComputeModel, TeamDeclaration } from "../../config/compute";
import { HIDDEN_ID } from "../framework/readable-stack";
import { FailureTopic } from "./failure-topic";

export interface TeamProps {
  readonly declarations: ComputeModel;
  readonly team: TeamDeclaration;
  /** As in `FailureTopicProps`. */
  readonly topicKeyId?: string | undefined;
}

/** What a team may do with shared compute, for its people and pipelines to be given, and who is told of its failed jobs. */
export class Team extends Construct {
  /** More than one when it has much. */
  readonly policies: readonly IamPolicy[];
  /** Undefined when nobody is told. */
  readonly failures: FailureTopic | undefined;

  /** @throws ConfigError when IAM has no room for what it may do */
  constructor(scope: Construct, id: string, { declarations, team, topicKeyId }: TeamProps) {
    super(scope, id);
    this.policies = teamPolicies(declarations, team).map(({ name, document }, index) => {
      return new IamPolicy(this, index === 0 ? HIDDEN_ID : String(index + 1), {
        name,
        description: `What team ${team.name} may do with shared compute`,
        policy: JSON.stringify(document),
      });
    });
    if (team.request.notify.length > 0) {
      this.failures = new FailureTopic(this, "failures", { declarations, team, keyId: topicKeyId });
    }
  }
}
