import { targetOf } from "../../capacity";
import type { JobFacts } from "../../facts/job-facts";

/** @returns the ARN of the compute environment that the job would go to */
export const targetArn = (facts: JobFacts): string | undefined => targetOf(facts)?.computeEnvironmentArn;
