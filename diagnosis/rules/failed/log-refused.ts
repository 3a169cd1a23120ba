import { SOURCES } from "../words";
import { failureRule } from "./failure";

/** The log stream was not to be made. */
export const logRefused = failureRule("log-refused", SOURCES.initialization, ({ reason }) => {
  if (!/logger args|logging driver|log stream|log group/i.test(reason)) return undefined;
  const [, role] = /assumed-role\/([^/]+)\/.* not authorized to perform: logs:/.exec(reason) ?? [];
  return {
    found:
      role === undefined
        ? "its log could not be begun, and a container without its log does not start"
        : `role ${role} may not write its log, and a container without its log does not start`,
    todo: [
      ...(role === undefined ? ["see that the log group exists (awslogs-group in the job definition)"] : []),
      `allow ${role === undefined ? "the execution role" : `role ${role}`} logs:CreateLogStream and logs:PutLogEvents`,
    ],
    retry: "would not help",
  };
});
