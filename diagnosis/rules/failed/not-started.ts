import { SOURCES } from "../words";
import { failureRule } from "./failure";

/** The container did not start, for a reason that no other rule knows. */
export const notStarted = failureRule("not-started", SOURCES.stopped, ({ reason }, { job }) => {
  if (
    !/Task failed to start|CannotStartContainer|CannotCreateContainer|ResourceInitializationError|CannotPull/.test(
      reason,
    )
  )
    return undefined;
  return {
    found: `its container did not start: ${reason}`,
    todo: [`dapf jobs show ${job.jobId ?? ""}`],
    retry: "may help",
  };
});
