import { createHash } from "node:crypto";
import { GlueTrigger, type GlueTriggerActions, type GlueTriggerPredicate } from "@cdktf/provider-aws/lib/glue-trigger";
import { GlueWorkflow } from "@cdktf/provider-aws/lib/glue-workflow";
import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { EtlAction, EtlConfig, EtlTrigger, EtlWorkflow } from "../../config/etl";
import { jobReference } from "../../config/etl-names";
import { etlName } from "../../config/names";
import { at, fromHcl } from "../framework/hcl-addresses";
import { identifier } from "../framework/readable-stack";
import { TerraformModule } from "../framework/terraform-module";
import type { GlueJobs } from "./glue-jobs";

export interface GlueWorkflowsProps {
  readonly prefix: string;
  /** The workflows by their keys and the jobs that their triggers may name, placeholders filled in. */
  readonly config: Pick<EtlConfig, "jobs" | "workflows">;
  readonly jobs: GlueJobs;
  /** What jobs need when they start: a trigger that is activated may start some at once. */
  readonly needs: readonly TerraformResource[];
}

/**
 * The Glue workflows of the analytics ETL with their triggers.
 *
 * AWS Glue refuses a change to a trigger while another trigger of the same workflow changes
 * (`ConcurrentModificationException`), and the provider asks again on creation only. So nothing here changes two of
 * them at once, whatever Terraform's parallelism:
 *
 * - The triggers of a workflow form a chain of `depends_on`; the workflows stay parallel. The order is that of the
 *   keys and not that of the file, because Terraform deletes in the order that its state remembers: were two triggers
 *   to change places, a plan that replaces both would be a cycle.
 * - A trigger that is gone from the configuration has no place in the chain any more, so a new one would be created
 *   while it is being deleted. Both belong to the workflow, and the workflow's tag changes with the set of its
 *   triggers: Terraform updates it after the deletions and before the creations.
 */
export class GlueWorkflows extends TerraformModule {
  /** The workflows by the keys that the configuration gives them. */
  readonly byKey: ReadonlyMap<string, GlueWorkflow>;
  /** The triggers of all workflows by their keys, which are unique over all of them. */
  readonly triggers: ReadonlyMap<string, GlueTrigger>;
  /** Names of the crawlers that triggers start. */
  readonly crawlers: readonly string[];

  constructor(scope: Construct, id: string, { prefix, config, jobs, needs }: GlueWorkflowsProps) {
    super(scope, id);
    const byKey = new Map<string, GlueWorkflow>();
    const triggers = new Map<string, GlueTrigger>();

    /** A job of this configuration is referred to, any other is named. */
    const jobName = (name: string | undefined) => {
      if (name === undefined) return undefined;
      const reference = jobReference(config, name, { prefix });
      return reference.kind === "own" ? jobs.byKey.get(reference.key)?.name : reference.name;
    };

    for (const [key, definition] of Object.entries(config.workflows)) {
      const workflow = new GlueWorkflow(this, `workflow:${key}`, {
        name: etlName(prefix, key),
        description: definition.description,
        defaultRunProperties:
          Object.keys(definition.default_run_properties).length === 0 ? undefined : definition.default_run_properties,
        maxConcurrentRuns: definition.max_concurrent_runs,
        tags: { trigger_set: triggerSet(definition) },
      });
      workflow.overrideLogicalId(identifier(key));
      fromHcl(workflow, `module.glue_wfs${at(key)}.aws_glue_workflow.this`);
      byKey.set(key, workflow);

      let previous: GlueTrigger | undefined;
      for (const [triggerKey, trigger] of inOrder(definition.triggers)) {
        const name = etlName(prefix, triggerKey);
        const current: GlueTrigger = new GlueTrigger(this, `trigger:${triggerKey}`, {
          name,
          workflowName: workflow.name,
          type: trigger.type,
          description: trigger.description,
          enabled: trigger.state === "ACTIVATED",
          startOnCreation: trigger.start_on_creation,
          schedule: trigger.schedule,
          predicate: predicate(trigger, jobName),
          actions: trigger.actions.map((action) => ({ ...settings(action), jobName: jobName(action.job_name) })),
          eventBatchingCondition: trigger.event_batching_condition && [
            {
              batchSize: trigger.event_batching_condition.batch_size,
              batchWindow: trigger.event_batching_condition.batch_window,
            },
          ],
          dependsOn: previous === undefined ? [...needs] : [previous],
        });
        current.overrideLogicalId(identifier(triggerKey));
        fromHcl(current, `module.glue_wfs${at(key)}.aws_glue_trigger.this${at(name)}`);
        triggers.set(triggerKey, current);
        previous = current;
      }
    }
    this.byKey = byKey;
    const started = Object.values(config.workflows)
      .flatMap((workflow) => Object.values(workflow.triggers))
      .flatMap(({ actions }) => actions.flatMap((action) => action.crawler_name ?? []));
    this.crawlers = [...new Set(started)];
    this.triggers = triggers;
  }
}

/** Says in a tag which triggers a workflow has. A digest, because AWS takes 256 characters. */
function triggerSet({ triggers }: EtlWorkflow): string {
  const keys = inOrder(triggers).map(([key]) => key);
  return createHash("sha256").update(keys.join("\n")).digest("hex").slice(0, 16);
}

/** By code unit: an order that neither the file nor a locale changes. */
function inOrder(triggers: EtlWorkflow["triggers"]): [string, EtlTrigger][] {
  return Object.entries(triggers).sort(([a], [b]) => (a < b ? -1 : 1));
}

function predicate(
  { predicate: definition }: EtlTrigger,
  jobName: (name: string | undefined) => string | undefined,
): GlueTriggerPredicate | undefined {
  return (
    definition && {
      logical: definition.logical,
      conditions: definition.conditions.map((condition) => ({
        logicalOperator: condition.logical_operator,
        jobName: jobName(condition.job_name),
        state: condition.state,
        crawlerName: condition.crawler_name,
        crawlState: condition.crawl_state ?? condition.crawler_state,
      })),
    }
  );
}

/** What an action says beside the job that it starts. */
function settings(action: EtlAction): Omit<GlueTriggerActions, "jobName"> {
  const delay = action.notification_property?.notify_delay_after;
  return {
    crawlerName: action.crawler_name,
    arguments: Object.keys(action.arguments).length === 0 ? undefined : action.arguments,
    timeout: action.timeout,
    securityConfiguration: action.security_configuration,
    notificationProperty: delay === undefined ? undefined : { notifyDelayAfter: delay },
  };
}
