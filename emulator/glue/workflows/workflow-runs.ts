/** The operations on runs of workflows. Workflows themselves are moto's. */
import { Callers } from "../../batch/plumbing/caller";
import { InternalCalls } from "../../edge/internal-calls";
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "../../edge/messages";
import { jsonAnswer, jsonBody, objectOf, textOf } from "../../edge/messages";
import { isOver } from "../job";
import { answered, GlueRefusal } from "../refusal";
import type { RunService } from "../run-service";
import { allTriggers, type Trigger } from "../triggers/definition";
import { graphOf } from "./graph";
import { described, type WorkflowRun } from "./workflow-run";
import { workflowNamed, type WorkflowService } from "./workflow-service";

type Body = Readonly<Record<string, unknown>>;
type Operation = (body: Body, calls: InternalCalls) => Promise<EdgeResponse> | EdgeResponse;
/** What moto answers, and what is changed of it. */
type Change = (answer: Body, body: Body, calls: InternalCalls) => Promise<object> | object;

const PAGE = 1000;

export class WorkflowRuns implements ServiceHandler {
  private readonly callers = new Callers();

  private readonly operations: Readonly<Record<string, Operation>> = {
    StartWorkflowRun: async (body, calls) => {
      const run = await this.workflows.start(textOf(body["Name"]), textsIn(body["RunProperties"]), calls);
      return jsonAnswer({ RunId: run.id });
    },
    GetWorkflowRun: (body, calls) =>
      jsonAnswer({ Run: described(this.runIn(body, calls), body["IncludeGraph"] === true, new Date()) }),
    GetWorkflowRuns: (body, calls) => this.list(body, calls),
    StopWorkflowRun: (body, calls) => this.stopRun(this.runIn(body, calls), calls),
    GetWorkflowRunProperties: (body, calls) => jsonAnswer({ RunProperties: this.runIn(body, calls).properties }),
    PutWorkflowRunProperties: (body, calls) => {
      const run = this.runIn(body, calls);
      run.properties = { ...run.properties, ...textsIn(body["RunProperties"]) };
      return jsonAnswer({});
    },
  };

  private readonly changes: Readonly<Record<string, Change>> = {
    GetWorkflow: async ({ Workflow: workflow }, body, calls) => {
      return { Workflow: await this.shown(objectOf(workflow), body, calls) };
    },
    BatchGetWorkflows: async ({ Workflows: workflows, ...rest }, body, calls) => {
      const found = Array.isArray(workflows) ? workflows.map(objectOf) : [];
      return { ...rest, Workflows: await Promise.all(found.map((one) => this.shown(one, body, calls))) };
    },
    DeleteWorkflow: (answer, body, { place }) => {
      this.workflows.forget(place, textOf(body["Name"]));
      return answer;
    },
  };

  constructor(
    private readonly workflows: WorkflowService,
    private readonly runs: RunService,
  ) {}

  async handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    const operation = this.operations[request.operation];
    const change = this.changes[request.operation];
    if (operation === undefined && change === undefined) return forward(request);
    const calls = new InternalCalls(forward, await this.callers.placeOf(request, forward));
    const body = jsonBody(request);
    if (operation !== undefined) return answered(() => operation(body, calls));
    const answer = await forward(request);
    if (answer.status !== 200 || change === undefined) return answer;
    return jsonAnswer(await change(objectOf(JSON.parse(answer.body.toString("utf8"))), body, calls));
  }

  reset(): void {
    this.workflows.reset();
    this.callers.reset();
  }

  private runIn(body: Body, { place }: InternalCalls): WorkflowRun {
    return this.workflows.find(place, textOf(body["Name"]), textOf(body["RunId"]));
  }

  private async list(body: Body, calls: InternalCalls): Promise<EdgeResponse> {
    const name = textOf(body["Name"]);
    await workflowNamed(name, calls);
    const runs = this.workflows.of(calls.place, name);
    const first = Number(textOf(body["NextToken"]) || "0");
    const { MaxResults: size } = body;
    const end = first + (typeof size === "number" ? size : PAGE);
    const now = new Date();
    return jsonAnswer({
      Runs: runs.slice(first, end).map((run) => described(run, body["IncludeGraph"] === true, now)),
      ...(end < runs.length ? { NextToken: String(end) } : {}),
    });
  }

  private async stopRun(run: WorkflowRun, calls: InternalCalls): Promise<EdgeResponse> {
    if (run.status !== "RUNNING") {
      throw new GlueRefusal("IllegalWorkflowStateException", `Workflow run ${run.id} is ${run.status}`);
    }
    run.status = "STOPPING";
    run.chain.isStopping = true;
    for (const action of run.chain.begun) {
      if (action.kind === "CRAWLER") await calls.jsonAnswer("glue", "AWSGlue.StopCrawler", { Name: action.name });
      else for (const one of action.origin.runs) if (!isOver(one)) this.runs.stop(one);
    }
    return jsonAnswer({});
  }

  private async shown(workflow: Body, { IncludeGraph: withGraph }: Body, calls: InternalCalls): Promise<object> {
    const name = textOf(workflow["Name"]);
    const [last] = this.workflows.of(calls.place, name);
    const ofIt = ({ WorkflowName }: Trigger): boolean => WorkflowName === name;
    return {
      ...workflow,
      LastRun: last && described(last, withGraph === true, new Date()),
      Graph: withGraph === true ? graphOf((await allTriggers(calls)).filter(ofIt)) : undefined,
    };
  }
}

function textsIn(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(objectOf(value)).map(([name, text]) => [name, String(text)]));
}
