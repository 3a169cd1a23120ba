/** What EventBridge hears of runs. Source: AWS Glue Developer Guide, "Automating AWS Glue with EventBridge". */
import type { InternalCalls } from "../edge/internal-calls";
import type { JobRun, RunState } from "./job";

const SEVERITIES: Readonly<Partial<Record<RunState, string>>> = {
  FAILED: "ERROR",
  STOPPED: "INFO",
  SUCCEEDED: "INFO",
  TIMEOUT: "WARN",
};

const MESSAGES: Readonly<Partial<Record<RunState, string>>> = {
  STOPPED: "Job run stopped",
  SUCCEEDED: "Job run succeeded",
  TIMEOUT: "Job run timed out",
};

/** Tells that a run is over: each attempt of it. Whatever becomes of the event, Glue goes on. */
export async function tellOfEnd(run: JobRun, calls: InternalCalls): Promise<void> {
  const detail = {
    jobName: run.job.Name,
    severity: SEVERITIES[run.state],
    state: run.state,
    jobRunId: run.id,
    message: run.errorMessage ?? MESSAGES[run.state],
  };
  const entry = { Source: "aws.glue", DetailType: "Glue Job State Change", Detail: JSON.stringify(detail) };
  await calls.jsonAnswer("events", "AWSEvents.PutEvents", { Entries: [entry] }).catch(() => undefined);
}
