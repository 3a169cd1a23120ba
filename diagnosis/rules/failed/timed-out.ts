import { SOURCES } from "../words";
import { failureRule } from "./failure";

/** An attempt has run for longer than its timeout. */
export const timedOut = failureRule("timed-out", SOURCES.timeouts, ({ reason, lines }, { job }) => {
  if (!/exceeded timeout/.test(reason)) return undefined;
  return {
    found: `it ran for longer than its timeout of ${job.timeout?.attemptDurationSeconds ?? 0} s`,
    todo: ["submit it with a longer timeout (attemptDurationSeconds), or let it write checkpoints"],
    retry: "would not help",
    lines,
  };
});
