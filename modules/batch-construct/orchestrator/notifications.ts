import type { Partition } from "../../../aws/partitions";
import { input } from "./arguments";
import type { Catcher, ResultPath, Template } from "./states";

/** A notification that cannot be sent changes nothing: the machine goes where it would have gone. */
export function regardless(partition: Partition, next: string) {
  const onError: Catcher = { ErrorEquals: ["States.ALL"], ResultPath: "$.notification_failure", Next: next };
  return { partition, timeoutSeconds: 60, next, catch: onError };
}

/** Which execution failed, of which day, and why. */
export function failureMessage(failure: ResultPath): Template {
  return {
    "execution.$": "$$.Execution.Id",
    "run_date.$": `States.Format('{}-{}-{}', ${input("year")}, ${input("month")}, ${input("day")})`,
    "error.$": `${failure}.Error`,
    "cause.$": `${failure}.Cause`,
  };
}
