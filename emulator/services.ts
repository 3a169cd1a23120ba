/** The services that are not moto's alone. */
import { CommandRunner } from "./batch/jobs/commands/runner";
import { EcsClusters } from "./batch/plumbing/ecs-clusters";
import { EventBus } from "./batch/plumbing/event-bus";
import { EventRules } from "./batch/plumbing/event-rules";
import { BatchHandler } from "./batch/plumbing/http";
import type { SimulationRules } from "./batch/jobs/container/simulation-rules";
import { JobLogs } from "./batch/jobs/job-logs";
import { JobOutputs } from "./batch/jobs/job-outputs";
import { AttemptStarts } from "./batch/jobs/starts/attempt-starts";
import type { BatchServiceOptions } from "./batch/plumbing/service";
import { BatchService } from "./batch/plumbing/service";
import { DEFAULT_RATES } from "./batch/plumbing/settings";
import { DescribeTypeHandler } from "./cloudcontrol/describe-type";
import { CloudControlHandler } from "./cloudcontrol/http";
import { CloudControl } from "./cloudcontrol/service";
import { Chain } from "./edge/chain";
import { DEFAULT_TRIGGER_LATENCY_MS } from "./edge/glue-triggers";
import type { Forward, Router, ServiceHandler } from "./edge/messages";
import { SeededEc2 } from "./edge/seeded-ec2";
import { EmulatorError } from "./errors";
import { glueHandler } from "./glue/handler";
import type { RunnerOptions } from "./glue/runner";
import { ProcessingJobs } from "./sagemaker/processing-jobs";
import { ExecutionRoles } from "./sagemaker/role/execution-role";
import { trainingWork } from "./sagemaker/role/work";
import { TrainingRoles } from "./sagemaker/role/training-roles";
import { TrainingJobs } from "./sagemaker/training-jobs";
import type { NetworkSeed } from "./seed";
import { ServiceQuotas } from "./service-quotas";

export interface ServiceOptions {
  /** Milliseconds that a change of a Glue trigger takes. @default DAPF_GLUE_TRIGGER_LATENCY_MS, else 300 */
  readonly glueTriggerLatencyMs?: number;
  /** The VPC that every account holds from the start. @default the one with the Name tag `dapf-batch-inferencing` */
  readonly network?: NetworkSeed;
  /** vCPUs that accounts may have, by the code of the service quota. @default more than anybody needs */
  readonly quotas?: Readonly<Record<string, number>>;
  /** Whether the commands of Batch jobs are run, as processes of this machine. @default they are simulated */
  readonly runCommands?: boolean;
  /** Clock, timings, rates and assumptions of Batch. @default the real time, short transitions, no limits of calls */
  readonly batch?: BatchServiceOptions;
}

/** What handlers share with the process that they are in. */
export interface ServiceHost extends RunnerOptions {
  /** Asks moto, behind the edge. */
  readonly forward: Forward;
  /** How simulated jobs go. */
  readonly simulations: SimulationRules;
}

/** The handlers of one embedded AWS, by the signing name of their service. */
export function serviceHandlers(options: ServiceOptions, host: ServiceHost): Router {
  const latencyMs =
    options.glueTriggerLatencyMs ??
    fromEnvironment("DAPF_GLUE_TRIGGER_LATENCY_MS", "milliseconds") ??
    DEFAULT_TRIGGER_LATENCY_MS;
  const perSecond = fromEnvironment("DAPF_SERVICE_JOBS_PER_SECOND", "calls") ?? DEFAULT_RATES.submitServiceJob;
  const outputs = new JobOutputs(host.authority, host.forward);
  const roles = new ExecutionRoles(host.authority, host.forward);
  const starts = new AttemptStarts(host.authority, host.forward);
  const events = new EventBus(host.forward);
  const clusters = new EcsClusters(host.forward);
  const { simulations } = host;
  const logs: JobLogs = new JobLogs(() => batch.catchUp());
  const batch = new BatchService({
    simulations,
    commands: options.runCommands === true ? new CommandRunner(host) : undefined,
    rates: { submitServiceJob: perSecond },
    onLine: (place, line) => logs.add(place, line),
    onTraining: (place, request, name) => roles.outcomeOf(place, trainingWork(request, name)),
    onStart: (place, needs) => starts.prepare(place, needs),
    onOutputs: (place, left, credentials) => outputs.write(place, left, credentials),
    onCluster: (place, change) => clusters.change(place, change),
    onEvent: (place, event) => events.put(place, event),
    isHeard: (place) => events.isHeard(place),
    ...options.batch,
  });
  return new Map<string, ServiceHandler>([
    ["batch", new BatchHandler(batch, [outputs, events, clusters])],
    ["cloudcontrolapi", new CloudControlHandler(new CloudControl(batch))],
    ["cloudformation", new DescribeTypeHandler()],
    ["ec2", new SeededEc2(options.network)],
    ["events", new EventRules(events)],
    ["glue", glueHandler(host, { triggerLatencyMs: latencyMs })],
    ["logs", logs],
    ["servicequotas", new ServiceQuotas(options.quotas)],
    ["sagemaker", new Chain([new TrainingJobs(batch), new TrainingRoles(roles), new ProcessingJobs(roles)])],
  ]);
}

/** @param unit - what it is a number of */
function fromEnvironment(variable: string, unit: string): number | undefined {
  const text = process.env[variable];
  if (text === undefined || text === "") return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new EmulatorError(`${variable} must be a number of ${unit}, not "${text}".`);
}
