/**
 * AWS Glue rejects changes to the triggers of one workflow that overlap in time; moto takes them all. This handler adds
 * that behaviour: a change takes a while, and a second one of the same workflow that arrives meanwhile is answered with
 * ConcurrentModificationException, as reported for the real service
 * (https://github.com/hashicorp/terraform-provider-aws/issues/21759).
 */
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "./messages";
import { jsonBody, jsonError } from "./messages";

/** How long a change of a trigger takes; the real service needs some hundred milliseconds. */
export const DEFAULT_TRIGGER_LATENCY_MS = 300;

/** The operations that change the graph of a workflow, with the word that the message uses. */
const CHANGES: Readonly<Record<string, string>> = {
  CreateTrigger: "adding",
  UpdateTrigger: "updating",
  DeleteTrigger: "deleting",
  StartTrigger: "starting",
  StopTrigger: "stopping",
};

export interface GlueTriggersOptions {
  /** Milliseconds that each change takes. */
  readonly latencyMs: number;
  /** Resolves after so many milliseconds; passed in so that tests can step time. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export class GlueTriggers implements ServiceHandler {
  /** Workflows with a change under way: `account/region/name`. */
  private readonly busy = new Set<string>();

  constructor(private readonly options: GlueTriggersOptions) {}

  async handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    const doing = CHANGES[request.operation];
    if (doing === undefined) return forward(request);
    const trigger = textField(jsonBody(request), "Name");
    const workflow = await this.workflowOf(request, forward, trigger);
    if (workflow === undefined) return this.change(request, forward);

    const key = `${request.identity.account}/${request.identity.region}/${workflow}`;
    if (this.busy.has(key)) {
      const text = `Workflow ${workflow} was modified while ${doing} trigger ${trigger ?? ""}`;
      return jsonError(400, "ConcurrentModificationException", text);
    }
    this.busy.add(key);
    try {
      return await this.change(request, forward);
    } finally {
      this.busy.delete(key);
    }
  }

  private async change(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    await this.options.sleep(this.options.latencyMs);
    return forward(request);
  }

  /** A create names the workflow; for the others the back end knows it. Undefined: the trigger belongs to none. */
  private async workflowOf(
    request: EdgeRequest,
    forward: Forward,
    trigger: string | undefined,
  ): Promise<string | undefined> {
    if (request.operation === "CreateTrigger") return textField(jsonBody(request), "WorkflowName");
    if (trigger === undefined) return undefined;
    const body = Buffer.from(JSON.stringify({ Name: trigger }));
    const headers = { ...request.headers, "x-amz-target": "AWSGlue.GetTrigger", "content-length": String(body.length) };
    const answer = await forward({ ...request, operation: "GetTrigger", headers, body });
    if (answer.status !== 200) return undefined;
    return /"WorkflowName"\s*:\s*"([^"]*)"/.exec(answer.body.toString("utf8"))?.[1];
  }
}

function textField(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = body[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
