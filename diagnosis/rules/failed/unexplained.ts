import { SOURCES } from "../words";
import { failureRule } from "./failure";

/** It failed, and AWS says no more than this. */
export const unexplained = failureRule("unexplained", SOURCES.stuck, ({ reason, lines }, { job }) => ({
  found: reason === "" ? "AWS Batch does not say why" : reason,
  todo: [`dapf jobs show ${job.jobId ?? ""}`],
  retry: "may help",
  lines,
}));
