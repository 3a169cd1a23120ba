/** The definitions of Glue: moto keeps whatever it is given; this handler refuses what AWS Glue refuses. */
import { LONGEST_WORKFLOW_DESCRIPTION } from "../../aws/glue/triggers";
import { Callers } from "../batch/plumbing/caller";
import { InternalCalls } from "../edge/internal-calls";
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "../edge/messages";
import { jsonBody, jsonError, objectOf, textOf } from "../edge/messages";
import { jobFault } from "./rules/jobs";
import { descriptionFault, nameFault } from "./rules/texts";
import { changedTriggerFault, newTriggerFault } from "./rules/triggers";
import { allTriggers, isStart, type Trigger, triggerNamed } from "./triggers/definition";

type Body = Readonly<Record<string, unknown>>;
/** Why a request is refused; undefined when it is not. */
type Check = (body: Body, calls: () => Promise<InternalCalls>) => Promise<string | undefined> | string | undefined;

const CHECKS: Readonly<Record<string, Check>> = {
  CreateJob: (body) => nameFault("Name", body["Name"]) ?? jobFault(body),
  UpdateJob: (body) => nameFault("JobName", body["JobName"]) ?? jobFault(objectOf(body["JobUpdate"])),
  CreateWorkflow: workflowFault,
  UpdateWorkflow: workflowFault,
  CreateTrigger: async (body, calls) =>
    nameFault("Name", body["Name"]) ?? newTriggerFault(body) ?? (await startFault(body, calls)),
  UpdateTrigger: async (body, calls) => {
    const fault = nameFault("Name", body["Name"]);
    if (fault !== undefined) return fault;
    const trigger = await triggerNamed(textOf(body["Name"]), await calls());
    // One that is not there is refused by moto.
    return trigger === undefined ? undefined : changedTriggerFault(trigger.Type, objectOf(body["TriggerUpdate"]));
  },
  StartTrigger: (body) => nameFault("Name", body["Name"]),
};

export class Definitions implements ServiceHandler {
  private readonly callers = new Callers();

  async handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    const calls = async () => new InternalCalls(forward, await this.callers.placeOf(request, forward));
    const fault = await CHECKS[request.operation]?.(jsonBody(request), calls);
    return fault === undefined ? forward(request) : jsonError(400, "InvalidInputException", fault);
  }

  reset(): void {
    this.callers.reset();
  }
}

function workflowFault(body: Body): string | undefined {
  return nameFault("Name", body["Name"]) ?? descriptionFault(body["Description"], LONGEST_WORKFLOW_DESCRIPTION);
}

/** "Only one starting trigger (on-demand or schedule) is permitted" (Blueprint and workflow restrictions in AWS Glue). */
async function startFault(body: Body, calls: () => Promise<InternalCalls>): Promise<string | undefined> {
  const [name, workflow] = [textOf(body["Name"]), textOf(body["WorkflowName"])];
  if (workflow === "" || body["Type"] === "CONDITIONAL") return undefined;
  const isOtherStart = (one: Trigger) => one.WorkflowName === workflow && isStart(one) && one.Name !== name;
  const other = (await allTriggers(await calls())).find(isOtherStart);
  return other && `Workflow ${workflow} already has a starting trigger: ${other.Name}`;
}
