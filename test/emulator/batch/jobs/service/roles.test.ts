import type { RoleOutcome } from "../../../../../emulator/sagemaker/role/execution-role";
import { fifo, type TrainingAccount } from "./training-account";

/** Lets what is due begin, and what then waits for an answer go on. */
async function answered({ batch }: TrainingAccount): Promise<void> {
  batch.service.catchUp();
  await new Promise(setImmediate);
}

/** An account whose training jobs have a role of which that is known. */
function account(outcome: RoleOutcome | Error) {
  const asked: string[] = [];
  const found = fifo(3, {
    onTraining: (_place, request, name) => {
      asked.push(`${String(request["RoleArn"])} ${name}`);
      return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
    },
  });
  return { account: found, asked };
}

async function stepped(found: TrainingAccount, times = 6): Promise<void> {
  for (let step = 0; step < times; step += 1) {
    found.batch.settle();
    await answered(found);
  }
}

describe("the role of a service job", () => {
  it("is asked for when it is the job's turn, by the name of the training job", async () => {
    const { account: found, asked } = account({});
    const id = found.submit("job");
    await stepped(found, 3);
    const job = found.job(id);
    expect(job.status).toBe("RUNNING");
    const [asking = ""] = asked;
    expect(asking).toMatch(/^arn:aws:iam::123456789012:role\/training AWSBatchchurn[0-9a-f]{32}$/);
  });

  it("that SageMaker may not take makes the attempt fail without a training job", async () => {
    const { account: found } = account({ refusal: "Could not assume role r." });
    const id = found.submit("job");
    await stepped(found);
    expect(found.job(id)).toMatchObject({
      status: "FAILED",
      statusReason: "Received status from SageMaker: ValidationException: Could not assume role r.",
    });
    expect(found.job(id).attempts?.[0]).not.toHaveProperty("serviceResourceId");
  });

  it.each([
    [{ failure: "ClientError: no" }, "Received status from SageMaker: ClientError: no"],
    [new Error("gone"), "Received status from SageMaker: InternalServerError: embedded AWS: Error: gone"],
  ])("that may not do something makes the training job fail before it trains: %p", async (outcome, statusReason) => {
    const { account: found } = account(outcome);
    const id = found.submit("job");
    await stepped(found);
    expect(found.job(id)).toMatchObject({ status: "FAILED", statusReason });
    expect(found.job(id).attempts?.[0]).not.toHaveProperty("startedAt");
  });

  it("does not matter any more when the job was ended meanwhile", async () => {
    const { account: found, asked } = account({});
    const id = found.submit("job");
    found.batch.settle();
    found.batch.service.catchUp();
    found.batch.call("TerminateServiceJob", { jobId: id, reason: "enough" });
    await stepped(found);
    expect(asked).toHaveLength(1);
    expect(found.job(id)).toMatchObject({ status: "FAILED", statusReason: "enough" });
  });
});
