import { findingsOf, isBad, type Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";
import { QUEUE_RULES } from "../queue";
import { SOURCES, queueName } from "../words";

/** "A job that's stuck in RUNNABLE at the head of the job queue blocks the jobs behind it." */
export const behindStuck: Rule<JobFacts> = {
  name: "behind-stuck",
  source: SOURCES.runnable,
  check: (facts) => {
    const [head] = valueOf(facts.others)?.before ?? [];
    if (head === undefined) return undefined;
    const ofHead: JobFacts = { ...facts, job: head, consumables: [] };
    const [reason] = findingsOf(QUEUE_RULES, ofHead).filter(isBad);
    if (reason === undefined) return undefined;
    const { jobId = "", jobName = "" } = head;
    return {
      verdict: "cannot-run",
      lookedAt: `job at the head of queue ${queueName(facts)}`,
      found: `${jobName}, at the head of queue ${queueName(facts)}, cannot run, and holds up all jobs behind it: ${reason.found}`,
      todo: [`dapf jobs why ${jobId}`, `dapf jobs cancel ${jobId}`],
    };
  },
};
