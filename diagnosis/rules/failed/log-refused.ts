import { SOURCES } from "../words";
import { failureRule } from "./failure";

/** The log stream was not to be made. */
export const logRefused = failureRule("log-refused", SOURCES.initialization, ({ reason }) => {
  if (!/logger args|logging driver|log stream|log group/i.test(reason)) return undefined;
  return {
    found: "its log could not be begun, and a container without its log does not start",
    todo: [
      "see that the log group exists (awslogs-group in the job definition)",
      "allow the execution role logs:CreateLogStream and logs:PutLogEvents",
    ],
    retry: "would not help",
  };
});
