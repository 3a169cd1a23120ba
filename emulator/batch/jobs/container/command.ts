import { PLACEHOLDER } from "../../../../aws/batch/names";
import type { Job } from "./job";

/**
 * The command of a job with its parameters: "Ref::name" stands for the value of the parameter, anywhere in a word.
 * Source: AWS Batch User Guide, "Job definition parameters", Parameters. What names no parameter stays as it is.
 */
export function commandOf({ container, parameters }: Pick<Job, "container" | "parameters">): string[] {
  return (container.command ?? []).map((word) =>
    word.replaceAll(PLACEHOLDER, (reference, name: string) => parameters[name] ?? reference),
  );
}
