import { SOURCES } from "../words";
import { failureRule } from "./failure";

/** Its own program has ended with an error. */
export const exitCode = failureRule("exit-code", SOURCES.retries, ({ exitCode, lines }, { job }) => {
  if (exitCode === undefined || exitCode === 0) return undefined;
  return {
    found: `its program ended with exit code ${exitCode}`,
    todo: [`dapf jobs logs ${job.jobId ?? ""} --tail 100`, "correct the program or its input, and submit it once more"],
    retry: "may help",
    lines,
  };
});
