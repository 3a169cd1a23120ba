import type { Command } from "commander";
import { ATTEMPTS, JOB_PRIORITY } from "../../../aws/batch/limits";
import { ConfigError } from "../../../config/errors";
import { inFile, validate } from "../../../config/zod-problems";
import { ownTags } from "../../../config/job-files/own-tags";
import type { SubmissionDefaults } from "../../../jobs/training";
import { numberOf } from "../../option-values";
import { UsageError } from "../../usage-error";

/** What the command line may say of jobs that are to be submitted. */
export interface SubmissionFlags {
  readonly queue?: string;
  readonly share?: string;
  readonly quotaShare?: string;
  readonly priority?: number;
  readonly retries?: number;
  readonly timeout?: number;
  readonly preemptionRetries?: number;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Adds `--queue`, `--share`, `--quota-share`, `--priority`, `--retries`, `--timeout`, `--preemption-retries`, `--tags`. */
export function withSubmissionFlags(command: Command): Command {
  const { least, most } = JOB_PRIORITY;
  const retries = ATTEMPTS.most - ATTEMPTS.least;
  return command
    .option("--queue <queue>", "name or ARN of the queue")
    .option("--share <identifier>", "share identifier; a queue with a fair-share policy needs it")
    .option("--quota-share <name>", "quota share; a queue with quota shares needs it")
    .option(
      "--priority <n>",
      `${least} to ${most}; higher goes first within a share`,
      numberOf("--priority", least, most),
    )
    .option("--retries <n>", `attempts after the first that failed, 0 to ${retries}`, numberOf("--retries", 0, retries))
    .option("--timeout <seconds>", "an attempt that takes longer is ended", numberOf("--timeout", 1, 2_419_200))
    .option(
      "--preemption-retries <n>",
      "how often the job may be preempted before it fails (default: without limit)",
      numberOf("--preemption-retries", 0, 1_000_000),
    )
    .option("--tags <key=value>", "a tag of the job (repeatable)", pairs);
}

/** @returns the flags in the words of SubmitServiceJob */
export function defaultsOf(flags: SubmissionFlags): SubmissionDefaults {
  const { queue, share, quotaShare, priority, retries, timeout, preemptionRetries, tags } = flags;
  return {
    ...(queue === undefined ? {} : { jobQueue: queue }),
    ...(share === undefined ? {} : { shareIdentifier: share }),
    ...(quotaShare === undefined ? {} : { quotaShareName: quotaShare }),
    ...(priority === undefined ? {} : { schedulingPriority: priority }),
    // AWS Batch counts the first attempt, too.
    ...(retries === undefined ? {} : { retryStrategy: { attempts: retries + 1 } }),
    ...(timeout === undefined ? {} : { timeoutConfig: { attemptDurationSeconds: timeout } }),
    ...(preemptionRetries === undefined
      ? {}
      : { preemptionConfiguration: { preemptionRetriesBeforeTermination: preemptionRetries } }),
    ...(tags === undefined ? {} : { tags }),
  };
}

function pairs(value: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, key, text] = /^([^=]+)=(.*)$/s.exec(value) ?? [];
  if (key === undefined || text === undefined) throw new UsageError(`--tags takes key=value, not ${value}`);
  const tags = { ...before, [key]: text };
  const { problems } = validate(ownTags, tags);
  if (problems.length > 0) throw new ConfigError(problems.map((problem) => inFile(problem, { file: "--tags" })));
  return tags;
}
