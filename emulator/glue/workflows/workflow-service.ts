/** The runs of all workflows: moto only counts them, here they start what their triggers say. */
import { randomBytes } from "node:crypto";
import type { Place } from "../../../aws/place";
import type { InternalCalls } from "../../edge/internal-calls";
import { GlueRefusal, notFound } from "../refusal";
import { Chain } from "../triggers/chain";
import { allTriggers } from "../triggers/definition";
import type { Firing } from "../triggers/firing";
import { isOpen, startOf, type WorkflowRun } from "./workflow-run";

/** How long a run takes at least, so that one without actions is seen running, too; AWS needs some seconds. */
const BEGINNING_MS = 1000;

interface Workflow {
  readonly DefaultRunProperties?: Readonly<Record<string, string>>;
  readonly MaxConcurrentRuns?: number;
}

export class WorkflowService {
  /** `account/region/workflow` -> its runs, the newest first. */
  private runs = new Map<string, WorkflowRun[]>();

  constructor(
    private readonly firing: Firing,
    private readonly beginningMs = BEGINNING_MS,
  ) {}

  /**
   * Fires the start trigger of a workflow, whatever its type and state. Of a workflow without one AWS does not say what becomes;
   * here the run completes and has done nothing.
   *
   * @throws GlueRefusal
   */
  async start(name: string, properties: Readonly<Record<string, string>>, calls: InternalCalls): Promise<WorkflowRun> {
    const workflow = await workflowNamed(name, calls);
    const error = this.fullness(workflow, name, calls.place);
    if (error !== undefined) throw new GlueRefusal("ConcurrentRunsExceededException", error);
    return this.begin(workflow, name, properties, calls);
  }

  /** The same when its schedule says so: what goes wrong is an error of the run then (Web API Reference, WorkflowRun). */
  async startOnTime(name: string, calls: InternalCalls): Promise<WorkflowRun> {
    const workflow = await workflowNamed(name, calls);
    const error = this.fullness(workflow, name, calls.place);
    return this.begin(workflow, name, {}, calls, error);
  }

  private fullness({ MaxConcurrentRuns: most }: Workflow, name: string, place: Place): string | undefined {
    if (most === undefined || this.of(place, name).filter(isOpen).length < most) return undefined;
    return `Concurrent runs exceeded for workflow: ${name}.`;
  }

  private async begin(
    workflow: Workflow,
    name: string,
    properties: Readonly<Record<string, string>>,
    calls: InternalCalls,
    errorMessage?: string,
  ): Promise<WorkflowRun> {
    const id = `wr_${randomBytes(32).toString("hex")}`;
    const triggers = (await allTriggers(calls)).filter(({ WorkflowName }) => WorkflowName === name);
    const earlier = this.of(calls.place, name);
    const now = new Date();
    const run: WorkflowRun = {
      id,
      name,
      previousRunId: earlier[0]?.id,
      properties: { ...workflow.DefaultRunProperties, ...properties },
      startedAt: now,
      triggers,
      chain: new Chain({ name, runId: id }, () => finish(run)),
      errorMessage,
      status: errorMessage === undefined ? "RUNNING" : "ERROR",
      completedAt: errorMessage === undefined ? undefined : now,
    };
    this.runs.set(keyOf(calls.place, name), [run, ...earlier]);
    const start = startOf(run);
    if (errorMessage !== undefined) return run;
    if (start !== undefined) await this.firing.fire(start, run.chain, calls);
    setTimeout(() => run.chain.end(), this.beginningMs).unref();
    return run;
  }

  /** Newest first. */
  of(place: Place, name: string): readonly WorkflowRun[] {
    return this.runs.get(keyOf(place, name)) ?? [];
  }

  /** @throws GlueRefusal when there is no such run */
  find(place: Place, name: string, id: string): WorkflowRun {
    const run = this.of(place, name).find((one) => one.id === id);
    if (run === undefined) throw notFound("Entity not found");
    return run;
  }

  forget(place: Place, name: string): void {
    this.runs.delete(keyOf(place, name));
  }

  reset(): void {
    this.runs = new Map();
  }
}

function finish(run: WorkflowRun): void {
  // "COMPLETED" also where actions have failed: how they ended, the statistics say.
  run.status = run.status === "STOPPING" ? "STOPPED" : "COMPLETED";
  run.completedAt = new Date();
}

/** @throws GlueRefusal when there is no such workflow */
export async function workflowNamed(name: string, calls: InternalCalls): Promise<Workflow> {
  const answer = await calls.jsonAnswer("glue", "AWSGlue.GetWorkflow", { Name: name });
  if (answer.status === 400) throw notFound("Entity not found");
  return (await calls.json<{ Workflow: Workflow }>("glue", "AWSGlue.GetWorkflow", { Name: name })).Workflow;
}

function keyOf({ account, region }: Place, name: string): string {
  return `${account}/${region}/${name}`;
}
