/** Starts what a trigger says, and lets conditional triggers fire. */
import type { InternalCalls } from "../../edge/internal-calls";
import type { JobRun, Origin } from "../job";
import type { RunService } from "../run-service";
import { Chain, type Ending } from "./chain";
import { startCrawl } from "./crawls";
import { type Action, allTriggers, type Trigger } from "./definition";

export class Firing {
  private readonly chains = new WeakMap<Origin, Chain>();

  constructor(private readonly runs: RunService) {
    runs.whenOver((run, calls) => this.jobEnded(run, calls));
  }

  /** Fires a trigger that belongs to no workflow. */
  async fireAlone(trigger: Trigger, calls: InternalCalls): Promise<void> {
    const chain = new Chain(undefined);
    await this.fire(trigger, chain, calls);
    chain.end();
  }

  async fire(trigger: Trigger, chain: Chain, calls: InternalCalls, by: readonly Ending[] = []): Promise<void> {
    const predecessors = by.flatMap(({ name, runId }) =>
      runId === undefined ? [] : [{ JobName: name, RunId: runId }],
    );
    for (const action of trigger.Actions ?? []) {
      const { JobName: job, CrawlerName: crawler } = action;
      if (job !== undefined) {
        await this.startJob(job, action, { trigger: trigger.Name, predecessors, runs: [] }, chain, calls);
      } else if (crawler !== undefined) this.startCrawler(crawler, chain, calls);
    }
  }

  private async startJob(name: string, action: Action, origin: Origin, chain: Chain, calls: InternalCalls) {
    this.chains.set(origin, chain);
    chain.begin({ kind: "JOB", name, origin });
    const run = await this.runs.startFor(origin, name, withWorkflow(action, chain), calls);
    // A job that is not there has no ending that a trigger could wait for.
    if (run === undefined) chain.end();
  }

  private startCrawler(name: string, chain: Chain, calls: InternalCalls): void {
    const { crawl, over } = startCrawl(name, calls);
    chain.begin({ kind: "CRAWLER", name, crawl });
    over
      .then(() => this.ended({ kind: "CRAWLER", name, state: crawl.state }, chain, calls))
      // Crawlers are moto's: when it does not answer, the embedded AWS is ending.
      .catch(() => undefined);
  }

  /** "Dependent jobs or crawlers are only started if the job or crawler that completes was started by a trigger." */
  private async jobEnded({ id, job, state, origin }: JobRun, calls: InternalCalls): Promise<void> {
    const chain = origin && this.chains.get(origin);
    if (chain !== undefined) await this.ended({ kind: "JOB", name: job.Name, state, runId: id }, chain, calls);
  }

  /**
   * "If the job or crawler is started from within a workflow, only the triggers inside the workflow fire"; and none inside of
   * one when it is not (Developer Guide, Blueprint and workflow restrictions in AWS Glue).
   */
  private async ended(ending: Ending, chain: Chain, calls: InternalCalls): Promise<void> {
    const triggers = chain.isStopping ? [] : await allTriggers(calls);
    for (const trigger of triggers) {
      const isWaiting = trigger.Type === "CONDITIONAL" && trigger.State === "ACTIVATED";
      if (!isWaiting || trigger.WorkflowName !== chain.workflow?.name) continue;
      const by = chain.firedBy(trigger, ending);
      if (by !== undefined) await this.fire(trigger, chain, calls, by);
    }
    chain.end();
  }
}

/** Developer Guide, Getting and setting workflow run properties: a job learns of its workflow by two arguments. */
function withWorkflow(action: Action, { workflow }: Chain): Readonly<Record<string, unknown>> {
  if (workflow === undefined) return { ...action };
  const own = { "--WORKFLOW_NAME": workflow.name, "--WORKFLOW_RUN_ID": workflow.runId };
  return { ...action, Arguments: { ...action.Arguments, ...own } };
}
