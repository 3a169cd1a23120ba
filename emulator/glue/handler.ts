/** All that is answered of Glue beside moto: runs of jobs and workflows, triggers that fire, definitions that are refused. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Clock, systemClock } from "../clock";
import { Chain } from "../edge/chain";
import { GlueTriggers } from "../edge/glue-triggers";
import { Definitions } from "./definitions";
import { JobRuns } from "./job-runs";
import { RunService } from "./run-service";
import type { RunnerOptions } from "./runner";
import { Firing } from "./triggers/firing";
import { Schedules } from "./triggers/schedules";
import { TriggerStarts } from "./triggers/trigger-starts";
import { WorkflowRuns } from "./workflows/workflow-runs";
import { WorkflowService } from "./workflows/workflow-service";

export interface GlueOptions {
  /** Milliseconds that a change of a trigger takes. */
  readonly triggerLatencyMs: number;
  /** Milliseconds that the run of a workflow takes at least. @default 1000 */
  readonly beginningMs?: number;
  /** For schedules. @default the time of day */
  readonly clock?: Clock;
}

export function glueHandler(host: RunnerOptions, options: GlueOptions): Chain {
  const { triggerLatencyMs: latencyMs, beginningMs, clock = systemClock } = options;
  const runs = new RunService(host);
  const firing = new Firing(runs);
  const workflows = new WorkflowService(firing, beginningMs);
  return new Chain([
    new JobRuns(runs),
    new WorkflowRuns(workflows, runs),
    new TriggerStarts(firing, workflows, new Schedules(firing, workflows, clock)),
    new Definitions(),
    new GlueTriggers({ latencyMs, sleep: (milliseconds) => sleep(milliseconds) }),
  ]);
}
