import { SOURCES } from "../words";
import { failureRule } from "./failure";

/** The image has no such command: exit code 127, or 126 for one that may not be run. */
export const commandMissing = failureRule("command-missing", SOURCES.bash, ({ reason, exitCode, lines }, { job }) => {
  const isThis =
    exitCode === 127 ||
    exitCode === 126 ||
    /executable file not found|no such file or directory: unknown|permission denied: unknown/i.test(reason);
  if (!isThis) return undefined;
  return {
    found: `its image has no command ${job.container?.command?.[0] ?? ""} that can be run`,
    todo: ["correct command in the job definition or the submission", "see with docker run what is in the image"],
    retry: "would not help",
    lines,
  };
});
