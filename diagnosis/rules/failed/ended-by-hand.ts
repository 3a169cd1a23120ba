import { SOURCES } from "../words";
import { failureRule } from "./failure";

/** Somebody has cancelled or terminated it. */
export const endedByHand = failureRule("ended-by-hand", SOURCES.terminate, (_failure, { job }) => {
  const isThis = job.isCancelled === true || job.isTerminated === true;
  if (!isThis) return undefined;
  return {
    found: `somebody has ended it: ${job.statusReason ?? "no reason given"}`,
    todo: [`dapf jobs retry ${job.jobId ?? ""}`],
    retry: "would help",
  };
});
