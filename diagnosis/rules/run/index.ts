/** Why a run of the pipeline stands as it does: the first that fits is told. */
import type { Rule } from "../../finding";
import { runBatchJob } from "./run-batch-job";
import { runCourse } from "./run-course";
import { runEnded } from "./run-ended";
import type { RunFacts } from "./run-facts";
import { runState } from "./run-state";

export const RUN_RULES: readonly Rule<RunFacts>[] = [runEnded, runBatchJob, runState, runCourse];
