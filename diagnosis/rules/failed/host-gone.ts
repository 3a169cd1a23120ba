import { SOURCES } from "../words";
import { failureRule, retryOn } from "./failure";

/** The machine has gone: EC2 takes Spot Instances back. */
export const hostGone = failureRule("host-gone", SOURCES.spot, ({ reason }, { job }) => {
  if (!/Host EC2 \(instance|Spot Task was interrupted|SpotInterruption/.test(reason)) return undefined;
  return {
    found: "the machine that it ran on was taken away, as Spot capacity is",
    todo: [`dapf jobs retry ${job.jobId ?? ""}`, retryOn(`{"onStatusReason": "Host EC2*", "action": "RETRY"}`)],
    retry: "would help",
  };
});
