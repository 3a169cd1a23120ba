import { outputsOf } from "../../../../../emulator/batch/jobs/container/stand-in";
import type { BatchServiceOptions } from "../../../../../emulator/batch/plumbing/service";
import { BatchAccount, valid } from "../../account";

const job = (changes: Readonly<Record<string, string>> = {}) => ({
  environment: Object.entries({
    DAPF_CONTEXT: "training",
    DAPF_OUTPUT: "s3://shared/training/2026-02-28/xgb/gearbox/",
    DAPF_MAPPING_KEY: "gearbox",
    DAPF_ALGORITHM: "xgb",
    ...changes,
  }).map(([name, value]) => ({ name, value })),
});

const addresses = (changes: Readonly<Record<string, string>>) => outputsOf(job(changes)).map(({ address }) => address);

describe("what a job of the pipeline leaves", () => {
  it("is metrics and a model below the output of a training job, the same for the same row", () => {
    const outputs = outputsOf(job());
    const metrics = JSON.parse(outputs[0]?.content ?? "") as Record<string, number>;

    expect(outputs.map(({ address }) => address)).toEqual([
      "s3://shared/training/2026-02-28/xgb/gearbox/metrics.json",
      "s3://shared/training/2026-02-28/xgb/gearbox/model.json",
    ]);
    expect(metrics).toEqual({ rmse: expect.any(Number), mae: expect.any(Number), accuracy: expect.any(Number) });
    expect(outputsOf(job())).toEqual(outputs);
    expect(outputsOf(job({ DAPF_MAPPING_KEY: "brake" }))[0]?.content).not.toBe(outputs[0]?.content);
  });

  it("is predictions, one a line, of an inferencing job", () => {
    const [predictions] = outputsOf(job({ DAPF_CONTEXT: "inferencing" }));

    expect(predictions?.address).toMatch(/\/predictions\.json$/);
    expect(
      predictions?.content
        .trim()
        .split("\n")
        .map((line) => typeof JSON.parse(line)),
    ).toEqual(["object", "object", "object"]);
  });

  it.each<Readonly<Record<string, string>>>([
    { DAPF_CONTEXT: "else" },
    { DAPF_OUTPUT: "" },
    { DAPF_OUTPUT: "s3://bucket/no-folder" },
  ])("is nothing with %j", (changes) => {
    expect(addresses(changes)).toEqual([]);
  });

  it.each([
    ["0", "metrics.json,model.json"],
    ["1", ""],
    ["1,0", "metrics.json,model.json"],
  ])("is there when the exit codes %s end well", async (codes, left) => {
    const written: string[] = [];
    const onOutputs: BatchServiceOptions["onOutputs"] = (_, outputs) => {
      written.push(...outputs.map(({ address }) => address.split("/").at(-1) ?? ""));
      return Promise.resolve(undefined);
    };
    const batch = new BatchAccount({ onOutputs });
    batch.settled("CreateComputeEnvironment", valid.computeEnvironment());
    batch.settled("CreateJobQueue", valid.containerQueue());
    batch.call("RegisterJobDefinition", {
      jobDefinitionName: "train",
      type: "container",
      containerProperties: { image: "train", vcpus: 1, memory: 1024, ...job({ DAPF_EXIT_CODE: codes }) },
      retryStrategy: { attempts: 2 },
    });
    const { jobId } = batch.call<{ jobId: string }>("SubmitJob", {
      jobName: "job",
      jobQueue: "containers",
      jobDefinition: "train",
    });
    for (let step = 0; step < 10; step += 1) {
      batch.settle();
      batch.service.catchUp();
      // What is left is written meanwhile.
      await new Promise(setImmediate);
    }
    const [ended] = batch.call<{ jobs: { status: string }[] }>("DescribeJobs", { jobs: [jobId] }).jobs;

    expect(ended?.status).toBe(codes === "1" ? "FAILED" : "SUCCEEDED");
    expect(written.join(",")).toBe(left);
  });
});
