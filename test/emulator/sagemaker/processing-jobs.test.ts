import { SteppedClock } from "../../../emulator/clock";
import type { EdgeRequest, EdgeResponse } from "../../../emulator/edge/messages";
import { jsonAnswer, jsonError } from "../../../emulator/edge/messages";
import { ProcessingJobs } from "../../../emulator/sagemaker/processing-jobs";
import type { RoleOutcome } from "../../../emulator/sagemaker/role/execution-role";

const identity = { service: "sagemaker", region: "ap-south-1", account: "731580992380", accountIsChosen: true };

function fresh(outcome: RoleOutcome = {}) {
  const clock = new SteppedClock();
  const jobs = new ProcessingJobs({ outcomeOf: () => Promise.resolve(outcome) }, clock);
  const made: string[] = [];
  let refusal: number | undefined;
  const refuse = (status: number | undefined) => (refusal = status);
  /** As moto does: a job is over at once. */
  const moto = (request: EdgeRequest): Promise<EdgeResponse> => {
    if (refusal !== undefined) return Promise.resolve(jsonError(refusal, "Refused", "refused"));
    const body = JSON.parse(request.body.toString()) as { ProcessingJobName?: string };
    if (request.operation === "CreateProcessingJob") made.push(body.ProcessingJobName ?? "");
    const job = (name: string) => ({ ProcessingJobName: name, ProcessingJobStatus: "Completed" });
    if (request.operation === "ListProcessingJobs") {
      return Promise.resolve(jsonAnswer({ ProcessingJobSummaries: made.map(job) }));
    }
    return Promise.resolve(jsonAnswer(job(body.ProcessingJobName ?? "")));
  };
  const call = async (operation: string, body: object) => {
    const request: EdgeRequest = {
      identity,
      operation,
      method: "POST",
      url: "/",
      headers: {},
      body: Buffer.from(JSON.stringify(body)),
    };
    const answer = await jobs.handle(request, moto);
    return JSON.parse(answer.body.toString()) as Record<string, unknown>;
  };
  const status = async (name: string) =>
    (await call("DescribeProcessingJob", { ProcessingJobName: name }))["ProcessingJobStatus"];
  return { call, status, clock, refuse, forget: () => jobs.reset() };
}

describe("a processing job", () => {
  it("is in progress for a second, then completed", async () => {
    const { call, status, clock } = fresh();
    await call("CreateProcessingJob", { ProcessingJobName: "p" });
    const seen = [await status("p")];
    clock.step(999);
    seen.push(await status("p"));
    clock.step(1);
    seen.push(await status("p"));

    expect(seen).toEqual(["InProgress", "InProgress", "Completed"]);
  });

  it("is refused when SageMaker may not take its role", async () => {
    const { call } = fresh({ refusal: "Could not assume role r." });
    expect(await call("CreateProcessingJob", { ProcessingJobName: "p" })).toMatchObject({
      __type: "ValidationException",
      message: "Could not assume role r.",
    });
  });

  it("fails at its end when its role may not do something", async () => {
    const { call, clock } = fresh({ failure: "ClientError: no" });
    await call("CreateProcessingJob", { ProcessingJobName: "p" });
    clock.step(1000);
    expect(await call("DescribeProcessingJob", { ProcessingJobName: "p" })).toMatchObject({
      ProcessingJobStatus: "Failed",
      FailureReason: "ClientError: no",
    });
  });

  it("takes as long and ends as its environment says", async () => {
    const { call, clock } = fresh();
    const Environment = { DAPF_DURATION_SECONDS: "20", DAPF_EXIT_CODE: "3" };
    await call("CreateProcessingJob", { ProcessingJobName: "p", Environment });
    clock.step(20_000);

    expect(await call("DescribeProcessingJob", { ProcessingJobName: "p" })).toMatchObject({
      ProcessingJobStatus: "Failed",
      FailureReason: "AlgorithmError: , exit code: 3",
    });
  });

  it("can be stopped while it is in progress, and not after", async () => {
    const { call, status, clock } = fresh();
    await call("CreateProcessingJob", { ProcessingJobName: "p" });
    await call("StopProcessingJob", { ProcessingJobName: "p" });
    clock.step(5_000);

    expect(await status("p")).toBe("Stopped");
    expect(await call("StopProcessingJob", { ProcessingJobName: "p" })).toMatchObject({
      __type: "ValidationException",
    });
    expect(await call("StopProcessingJob", { ProcessingJobName: "q" })).toMatchObject({ __type: "ResourceNotFound" });
  });

  it("has a name of its own", async () => {
    const { call } = fresh();
    await call("CreateProcessingJob", { ProcessingJobName: "p" });

    expect(await call("CreateProcessingJob", { ProcessingJobName: "p" })).toMatchObject({ __type: "ResourceInUse" });
  });

  it("that moto refuses is none, and what is no processing job is moto's", async () => {
    const { call, refuse } = fresh();
    refuse(400);
    for (const operation of ["CreateProcessingJob", "DescribeProcessingJob", "ListProcessingJobs", "CreateModel"]) {
      expect(await call(operation, { ProcessingJobName: "p" })).toMatchObject({ __type: "Refused" });
    }
    refuse(undefined);
    expect(await call("StopProcessingJob", { ProcessingJobName: "p" })).toMatchObject({ __type: "ResourceNotFound" });
  });

  it("that moto knows alone is described and listed as moto has it, until all is forgotten", async () => {
    const { call, forget } = fresh();
    await call("CreateProcessingJob", { ProcessingJobName: "p" });
    forget();
    expect(await call("DescribeProcessingJob", { ProcessingJobName: "p" })).toMatchObject({
      ProcessingJobStatus: "Completed",
    });
    expect((await call("ListProcessingJobs", {}))["ProcessingJobSummaries"]).toEqual([
      { ProcessingJobName: "p", ProcessingJobStatus: "Completed" },
    ]);
  });

  it("is listed by the status that it has", async () => {
    const { call, clock } = fresh();
    await call("CreateProcessingJob", { ProcessingJobName: "first" });
    clock.step(1_000);
    await call("CreateProcessingJob", { ProcessingJobName: "second" });
    const listed = async (StatusEquals: string) =>
      (await call("ListProcessingJobs", { StatusEquals }))["ProcessingJobSummaries"];

    expect(await listed("InProgress")).toMatchObject([{ ProcessingJobName: "second" }]);
    expect(await listed("Completed")).toMatchObject([{ ProcessingJobName: "first" }]);
  });

  it("is not made with what cannot be simulated", async () => {
    const { call } = fresh();
    const body = { ProcessingJobName: "p", Environment: { DAPF_EXIT_CODE: "one" } };

    expect(await call("CreateProcessingJob", body)).toMatchObject({ __type: "ValidationException" });
  });
});

describe("a list of processing jobs", () => {
  async function three() {
    const { call, clock } = fresh();
    for (const [name, seconds] of [
      ["b", "1"],
      ["a", "9"],
      ["c", "9"],
    ]) {
      const Environment = { DAPF_DURATION_SECONDS: seconds };
      await call("CreateProcessingJob", { ProcessingJobName: name, Environment });
    }
    clock.step(2000);
    return async (body: object) => call("ListProcessingJobs", body);
  }
  const names = ({ ProcessingJobSummaries: found }: Record<string, unknown>) =>
    (found as { ProcessingJobName: string }[]).map(({ ProcessingJobName }) => ProcessingJobName); // Cast: jobs.

  it("is sorted, filtered by how the jobs are here, and read page by page", async () => {
    const list = await three();
    expect(names(await list({ SortBy: "Name" }))).toEqual(["a", "b", "c"]);
    expect(names(await list({ SortBy: "Name", SortOrder: "Descending", StatusEquals: "InProgress" }))).toEqual([
      "c",
      "a",
    ]);
    const first = await list({ StatusEquals: "InProgress", MaxResults: 1 });
    expect([names(first), first["NextToken"]]).toEqual([["a"], "1"]);
    expect(names(await list({ StatusEquals: "InProgress", NextToken: "1" }))).toEqual(["c"]);
  });

  it.each([
    [{ MaxResults: 0 }, "Member must have value greater than or equal to 1"],
    [{ MaxResults: 101 }, "Member must have value less than or equal to 100"],
    [{ SortBy: "Name", NextToken: "?" }, "Invalid pagination token."],
  ])("is refused: %j", async (body, message) => {
    const list = await three();
    const { __type: type, message: found } = await list(body);
    expect([type, found]).toEqual(["ValidationException", expect.stringContaining(message)]);
  });

  it("by a status that is none is moto's to refuse", async () => {
    const { call, refuse } = fresh();
    refuse(400);
    expect(await call("ListProcessingJobs", { StatusEquals: "blah" })).toMatchObject({ __type: "Refused" });
  });
});
