import { SOURCES } from "../words";
import { failureRule } from "./failure";

/** Linux, signal(7). */
const SIGNALS: Readonly<Record<number, string>> = {
  134: "SIGABRT",
  135: "SIGBUS",
  136: "SIGFPE",
  137: "SIGKILL",
  139: "SIGSEGV",
  143: "SIGTERM",
};

/** A signal has ended it; 128 and its number is the exit code. */
export const killed = failureRule("killed", SOURCES.bash, ({ reason, exitCode, lines }, { job }) => {
  const signal = SIGNALS[exitCode ?? 0];
  if (signal === undefined || /OutOfMemory/.test(reason)) return undefined;
  return {
    found: `${signal} ended it (exit code ${exitCode ?? 0})`,
    todo: [
      exitCode === 137
        ? "look at its memory: the kernel kills with the same signal; submit it with more (resourceRequirements, MEMORY)"
        : "see what its last lines say",
      `dapf jobs logs ${job.jobId ?? ""} --tail 100`,
    ],
    retry: "may help",
    lines,
  };
});
