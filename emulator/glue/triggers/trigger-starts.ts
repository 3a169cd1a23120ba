/** Triggers that fire by themselves: moto only keeps them. */
import { Callers } from "../../batch/plumbing/caller";
import { InternalCalls } from "../../edge/internal-calls";
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "../../edge/messages";
import { jsonBody, textOf } from "../../edge/messages";
import { answered } from "../refusal";
import type { WorkflowService } from "../workflows/workflow-service";
import { triggerNamed } from "./definition";
import type { Firing } from "./firing";
import type { Schedules } from "./schedules";

export class TriggerStarts implements ServiceHandler {
  private readonly callers = new Callers();

  constructor(
    private readonly firing: Firing,
    private readonly workflows: WorkflowService,
    private readonly schedules: Schedules,
  ) {}

  async handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    const { operation } = request;
    if (operation !== "StartTrigger" && operation !== "CreateTrigger") return forward(request);
    const answer = await forward(request);
    if (answer.status !== 200) return answer;
    const calls = new InternalCalls(forward, await this.callers.placeOf(request, forward));
    const body = jsonBody(request);
    if (operation === "CreateTrigger") {
      if (body["Type"] === "SCHEDULED") this.schedules.watch(calls);
      return answer;
    }
    return answered(async () => {
      await this.started(textOf(body["Name"]), calls);
      return answer;
    });
  }

  reset(): void {
    this.schedules.reset();
    this.callers.reset();
  }

  stop(): Promise<void> {
    this.schedules.reset();
    return Promise.resolve();
  }

  /**
   * "On-demand: a trigger that fires when you activate it." All others wait for their time, event or condition. The start trigger
   * of a workflow starts a run of it.
   */
  private async started(name: string, calls: InternalCalls): Promise<void> {
    const trigger = await triggerNamed(name, calls);
    if (trigger?.Type !== "ON_DEMAND") return;
    if (trigger.WorkflowName === undefined) await this.firing.fireAlone(trigger, calls);
    else await this.workflows.start(trigger.WorkflowName, {}, calls);
  }
}
