/** An account with a queue of container jobs, on a clock that tests step. */
import type { JobDetail } from "@aws-sdk/client-batch";
import type { BatchServiceOptions } from "../../../../../emulator/batch/plumbing/service";
import { BatchAccount, valid } from "../../account";

export const TIMINGS = { submitted: 10, starting: 20, running: 1000 };

/** Variables that say how a job goes. */
export const variables = (values: Readonly<Record<string, string>>) => ({
  containerOverrides: { environment: Object.entries(values).map(([name, value]) => ({ name, value })) },
});
export const lasting = (seconds: number) => variables({ DAPF_DURATION_SECONDS: String(seconds) });
export const failing = (codes: string) => variables({ DAPF_EXIT_CODE: codes });

/** A queue with 16 vCPUs, and a definition whose jobs take 4 of them. */
export class JobsAccount extends BatchAccount {
  constructor(resources: object = {}, options: Omit<BatchServiceOptions, "clock"> = {}) {
    super({ timings: TIMINGS, ...options });
    this.settled("CreateComputeEnvironment", valid.computeEnvironment({}, resources));
    this.settled("CreateJobQueue", valid.containerQueue());
    this.define({});
  }

  define(changes: object, properties: object = {}): void {
    this.call("RegisterJobDefinition", {
      jobDefinitionName: "train",
      type: "container",
      containerProperties: { image: "train", vcpus: 4, memory: 2048, command: ["train"], ...properties },
      ...changes,
    });
  }

  submit(changes: object = {}): string {
    const request = { jobName: "job", jobQueue: "containers", jobDefinition: "train", ...changes };
    return this.call<{ jobId: string }>("SubmitJob", request).jobId;
  }

  job(id: string): JobDetail {
    const [job] = this.call<{ jobs: JobDetail[] }>("DescribeJobs", { jobs: [id] }).jobs;
    if (job === undefined) throw new Error(`there is no job ${id}`);
    return job;
  }

  status(...ids: string[]): (string | undefined)[] {
    return ids.map((id) => this.job(id).status);
  }

  /** Until a job that was just submitted runs, if it can. */
  begin(): void {
    this.clock.step(TIMINGS.submitted + TIMINGS.starting);
  }
}
