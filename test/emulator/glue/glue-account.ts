/** Glue as the edge answers it, before a back end that keeps jobs, triggers and workflows as moto does. Scripts are the shell's. */
import * as fs from "node:fs";
import * as path from "node:path";
import { SteppedClock } from "../../../emulator/clock";
import type { EdgeRequest, EdgeResponse } from "../../../emulator/edge/messages";
import { jsonAnswer, jsonBody, jsonError, textOf } from "../../../emulator/edge/messages";
import { glueHandler } from "../../../emulator/glue/handler";
import { temporaryFolder } from "../../support/temporary-folder";
import { until } from "../../support/until";
import { StandInAuthority } from "../authority-stand-in";
import { glueRequest } from "./request";

type Body = Readonly<Record<string, unknown>>;

export interface Run {
  readonly Id: string;
  readonly JobName: string;
  readonly JobRunState: string;
  readonly Attempt: number;
  readonly PreviousRunId?: string;
  readonly TriggerName?: string;
  readonly ErrorMessage?: string;
  readonly Arguments: Readonly<Record<string, string>>;
  readonly PredecessorRuns: readonly object[];
}

export interface WorkflowRun {
  readonly Status: string;
  readonly ErrorMessage?: string;
  readonly Statistics: Readonly<Record<string, number>>;
  readonly Graph?: { readonly Nodes: readonly Node[]; readonly Edges: readonly object[] };
}

interface Node {
  readonly Type: string;
  readonly Name: string;
  readonly JobDetails?: { readonly JobRuns: readonly Run[] };
}

/** Runs the script in place of the interpreter: runner, script, file for the error, arguments. */
function interpreter(): string {
  const shell = path.join(temporaryFolder(), "shell");
  fs.writeFileSync(shell, '#!/bin/sh\nexec sh "$2" "$3"\n', { mode: 0o755 });
  return shell;
}

const python = interpreter();
const ended = ({ JobRunState }: Run) => !["STARTING", "RUNNING", "STOPPING"].includes(JobRunState);

export class GlueAccount {
  readonly clock = new SteppedClock(Date.UTC(2026, 2, 4, 4, 30));
  private readonly scripts = new Map<string, string>();
  private readonly kept = {
    Job: new Map<string, Body>(),
    Trigger: new Map<string, Body>(),
    Workflow: new Map<string, Body>(),
  };
  private readonly crawlers = new Map<string, string>();
  private wakes: (() => void)[] = [];
  private readonly glue = glueHandler(
    { endpoint: () => "http://127.0.0.1:1", python, authority: new StandInAuthority() },
    {
      triggerLatencyMs: 0,
      beginningMs: 10,
      clock: {
        now: () => this.clock.now(),
        wake: (_at, action) => {
          this.wakes.push(action);
          return () => (this.wakes = this.wakes.filter((one) => one !== action));
        },
      },
    },
  );

  stop(): Promise<void> {
    return this.glue.stop();
  }

  reset(): void {
    this.glue.reset();
  }

  /** A minute begins that something was to be done in. */
  minute(): void {
    for (const wake of this.wakes.splice(0)) wake();
  }

  /** Whether something waits for a time. */
  get isWaiting(): boolean {
    return this.wakes.length > 0;
  }

  /** @returns this, so that an account can be put together */
  job(Name: string, script = "exit 0", more: object = {}): this {
    this.scripts.set(`/scripts/${Name}`, script);
    const Command = { Name: "glueetl", ScriptLocation: `s3://scripts/${Name}` };
    this.kept.Job.set(Name, { Name, Command, GlueVersion: "4.0", ...more });
    return this;
  }

  workflow(Name: string, more: object = {}): this {
    this.kept.Workflow.set(Name, { Name, ...more });
    return this;
  }

  /** @param jobs - that it starts; in a workflow, unless that is undefined */
  trigger(Name: string, Type: string, jobs: readonly string[], WorkflowName?: string, more: object = {}): this {
    const Actions = jobs.map((JobName) => ({ JobName }));
    const State = Type === "ON_DEMAND" ? "CREATED" : "ACTIVATED";
    this.kept.Trigger.set(Name, { Name, Type, State, Actions, WorkflowName, ...more });
    return this;
  }

  /** A conditional trigger. @param states - job -> the state that is waited for */
  when(name: string, states: object, jobs: readonly string[], workflow?: string, Logical = "AND"): this {
    const Conditions = Object.entries(states).map(([JobName, State]: [string, unknown]) => {
      return { LogicalOperator: "EQUALS", JobName, State };
    });
    return this.trigger(name, "CONDITIONAL", jobs, workflow, { Predicate: { Logical, Conditions } });
  }

  /** @param status - how a crawl of it ends, in moto's words */
  crawler(name: string, status: string): this {
    this.crawlers.set(name, status);
    return this;
  }

  change(kind: "Job" | "Trigger" | "Workflow", name: string, more: object): void {
    this.kept[kind].set(name, { ...this.kept[kind].get(name), ...more });
  }

  async call<T = Record<string, unknown>>(operation: string, body: object): Promise<T> {
    const { status, body: text } = await this.ask(operation, body);
    if (status !== 200) throw new Error(`${operation}: ${text.toString()}`);
    // Cast: the shape that the API has.
    return JSON.parse(text.toString()) as T;
  }

  /** @returns `<code>: <message>` */
  async refusal(operation: string, body: object): Promise<string> {
    const { status, body: text } = await this.ask(operation, body);
    const { __type: code, message } = JSON.parse(text.toString()) as Record<string, string>; // Cast: an error.
    return status === 200 ? "accepted" : `${code}: ${message}`;
  }

  /** The runs of a job when `count` of them are over, the oldest first. */
  async over(job: string, count = 1): Promise<Run[]> {
    let runs: Run[] = [];
    await until(async () => {
      runs = await this.runs(job);
      return runs.filter(ended).length >= count;
    });
    return runs;
  }

  async runs(JobName: string): Promise<Run[]> {
    return (await this.call<{ JobRuns: Run[] }>("GetJobRuns", { JobName })).JobRuns.reverse();
  }

  async startWorkflow(Name: string, more: object = {}): Promise<string> {
    return (await this.call<{ RunId: string }>("StartWorkflowRun", { Name, ...more })).RunId;
  }

  async workflowRun(Name: string, RunId: string): Promise<WorkflowRun> {
    return (await this.call<{ Run: WorkflowRun }>("GetWorkflowRun", { Name, RunId, IncludeGraph: true })).Run;
  }

  async workflowOver(Name: string, RunId: string): Promise<WorkflowRun> {
    await until(async () => !["RUNNING", "STOPPING"].includes((await this.workflowRun(Name, RunId)).Status));
    return this.workflowRun(Name, RunId);
  }

  private ask(operation: string, body: object): Promise<EdgeResponse> {
    return this.glue.handle(glueRequest(operation, body), (request) => Promise.resolve(this.moto(request)));
  }

  private moto(request: EdgeRequest): EdgeResponse {
    const { identity, operation, url } = request;
    if (identity.service === "s3") {
      return { status: 200, headers: {}, body: Buffer.from(this.scripts.get(url) ?? "exit 9") };
    }
    const body = jsonBody(request);
    const name = textOf(body["Name"]) || textOf(body["JobName"]);
    const [, verb, kind] = /^(Get|Delete|Create)(Job|Trigger|Workflow)$/.exec(operation) ?? [];
    if (verb !== undefined && (kind === "Job" || kind === "Trigger" || kind === "Workflow")) {
      if (verb === "Create") this.kept[kind].set(name, { State: "CREATED", ...body });
      const found = this.kept[kind].get(name);
      if (verb === "Delete") this.kept[kind].delete(name);
      if (verb === "Get" && found === undefined) return jsonError(400, "EntityNotFoundException", `no ${kind} ${name}`);
      return jsonAnswer({ [kind]: found });
    }
    switch (operation) {
      case "GetTriggers":
        return jsonAnswer({ Triggers: [...this.kept.Trigger.values()] });
      case "BatchGetWorkflows":
        return jsonAnswer({ Workflows: [...this.kept.Workflow.values()], MissingWorkflows: ["absent"] });
      case "StartCrawler":
        return this.crawlers.has(name) ? jsonAnswer({}) : jsonError(400, "EntityNotFoundException", "no such crawler");
      case "GetCrawler":
        return jsonAnswer({ Crawler: { State: "READY", LastCrawl: { Status: this.crawlers.get(name) } } });
      default:
        return jsonAnswer({});
    }
  }
}
