import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { GlueJob } from "@cdktf/provider-aws/lib/glue-job";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamPolicyAttachment } from "@cdktf/provider-aws/lib/iam-policy-attachment";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import type { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import { fromHcl } from "../../framework/hcl-addresses";
import { arnOf } from "../../../aws/arns";
import type { Place } from "../../../aws/place";
import type { Statement } from "../../policies/document";
import type { BatchContext } from "../context";
import { renderDefinition } from "./asl";
import { orchestratorDefinition, processingJobPrefix, type DefinitionProps } from "./definition";
import { checkInputKeys } from "./input-keys";
import { gluePolicy, logDeliveryPolicy, orchestratorTrust, stepsPolicy, tracingPolicy } from "./policies";
import type { StateMachine } from "./states";
import type { ProcessingCluster } from "./tasks";
import { defaultWaiting, type Waiting } from "./waiting";

export interface OrchestratorProps extends Place {
  readonly context: BatchContext;
  readonly prefix: string;
  /** The jobs that a run starts. */
  readonly glueJobs: Readonly<Record<keyof DefinitionProps["glueJobs"], GlueJob>>;
  /** The parameters that a run reads. */
  readonly parameters: Readonly<Record<keyof DefinitionProps["parameters"], SsmParameter>>;
  /** The role that SageMaker takes for the processing job. */
  readonly processingRoleArn: string;
  /** What telling of failures takes. */
  readonly publishing: readonly Statement[];
  /** How long the log is kept; 0 is for ever. */
  readonly logRetentionDays: number;
  /** Encrypts the log. */
  readonly key: KmsKey;
  /**
   * Literal Glue arguments for the team's two scripts, beside those of the input map.
   * @default none
   */
  readonly scriptArguments?: Readonly<Record<string, string>>;
  /** @default one ml.c5.2xlarge with 10 GB */
  readonly processingCluster?: ProcessingCluster;
  /** @default every 30 s for ten checks, then every 5 min for about five days */
  readonly waiting?: Waiting;
  /**
   * Whether it tells the team itself when a run fails.
   * @default true
   */
  readonly tellsOfFailure?: boolean;
  /**
   * Whether AWS X-Ray traces the executions.
   * @default false
   */
  readonly tracing?: boolean;
}

/** The state machine that runs a context from end to end, with its role and its log. */
export class Orchestrator extends Construct {
  readonly name: string;
  /** What the state machine does. */
  readonly definition: StateMachine;
  readonly logGroup: CloudwatchLogGroup;
  readonly role: IamRole;
  readonly stateMachine: SfnStateMachine;

  constructor(scope: Construct, id: string, props: OrchestratorProps) {
    super(scope, id);
    const { context, prefix, partition, region, account, glueJobs, parameters, key } = props;
    const name = `${prefix}-modelops-${context}-orchestrator`;
    this.name = name;

    this.definition = orchestratorDefinition({
      context,
      prefix,
      partition,
      glueJobs: {
        gatekeeper: glueJobs.gatekeeper.name,
        submit: glueJobs.submit.name,
        statusCheck: glueJobs.statusCheck.name,
        evaluation: glueJobs.evaluation.name,
        cleanUp: glueJobs.cleanUp.name,
      },
      parameters: {
        liveJobDefinition: parameters.liveJobDefinition.name,
        preprocessingImage: parameters.preprocessingImage.name,
        contextImage: parameters.contextImage.name,
        completeStatus: parameters.completeStatus.name,
      },
      processingRoleArn: props.processingRoleArn,
      processingCluster: props.processingCluster ?? {
        instanceType: "ml.c5.2xlarge",
        instanceCount: 1,
        volumeSizeInGb: 10,
      },
      scriptArguments: props.scriptArguments ?? {},
      waiting: props.waiting ?? defaultWaiting,
      tellsOfFailure: props.tellsOfFailure ?? true,
    });

    this.logGroup = new CloudwatchLogGroup(this, "log_group", {
      // Step Functions can deliver to any number of groups whose names begin so; of others, to about ten per account.
      name: `/aws/vendedlogs/states/${name}`,
      retentionInDays: props.logRetentionDays,
      kmsKeyId: key.arn,
      tags: { Name: name },
    });
    fromHcl(this.logGroup, "module.step_function.aws_cloudwatch_log_group.sfn[0]");

    this.role = new IamRole(this, "role", {
      name,
      description: `Role of the ${context} orchestrator`,
      assumeRolePolicy: orchestratorTrust({
        account,
        stateMachineArn: arnOf(props, "states", `stateMachine:${name}`),
      }),
      forceDetachPolicies: true,
      tags: { Name: name },
    });
    fromHcl(this.role, "module.step_function.aws_iam_role.this[0]");
    const steps = stepsPolicy({
      partition,
      region,
      account,
      parameterArns: [parameters.liveJobDefinition, parameters.preprocessingImage, parameters.completeStatus].map(
        ({ arn }) => arn,
      ),
      processingRoleArn: props.processingRoleArn,
      processingJobPrefix: processingJobPrefix(prefix, context),
      publishing: props.publishing,
    });
    const { gatekeeper, submit, statusCheck, evaluation, cleanUp } = glueJobs;
    const jobs = [gatekeeper, submit, statusCheck, evaluation, cleanUp];
    const attachments = [
      this.attach("steps_policy", name, steps, "additional_json[0]"),
      this.attach("glue_policy", `${name}-glue_Sync`, gluePolicy(jobs.map(({ arn }) => arn)), 'service["glue_Sync"]'),
      this.attach("logs_policy", `${name}-logs`, logDeliveryPolicy(), "logs[0]"),
      ...(props.tracing === true ? [this.attach("tracing_policy", `${name}-xray`, tracingPolicy())] : []),
    ];

    this.stateMachine = new SfnStateMachine(this, "state_machine", {
      name,
      type: "STANDARD",
      definition: renderDefinition(this.definition),
      roleArn: this.role.arn,
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: true,
        logDestination: `${this.logGroup.arn}:*`,
      },
      tracingConfiguration: { enabled: props.tracing === true },
      tags: { Name: name },
      // AWS tries the role out when the state machine is created, logging first of all.
      dependsOn: attachments,
    });
    fromHcl(this.stateMachine, "module.step_function.aws_sfn_state_machine.this[0]");
  }

  /**
   * @param map the input map that executions get, beside the date
   * @throws MissingInputError when a state reads a key that is not in it
   */
  checkInput(map: Readonly<Record<string, unknown>>): void {
    checkInputKeys(this.name, this.definition, Object.keys(map));
  }

  /** @param former the name that policy and attachment had in the HCL, with the instance key; none if they are new */
  private attach(id: string, name: string, policy: string, former?: string): IamPolicyAttachment {
    const resource = new IamPolicy(this, id, { name, policy, tags: { Name: name } });
    const attachment = new IamPolicyAttachment(this, `${id}_attachment`, {
      name,
      policyArn: resource.arn,
      roles: [this.role.name],
    });
    if (former !== undefined) {
      fromHcl(resource, `module.step_function.aws_iam_policy.${former}`);
      fromHcl(attachment, `module.step_function.aws_iam_policy_attachment.${former}`);
    }
    return attachment;
  }
}
