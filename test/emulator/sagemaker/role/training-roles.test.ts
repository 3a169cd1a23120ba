import type { EdgeRequest, EdgeResponse } from "../../../../emulator/edge/messages";
import { jsonAnswer, jsonBody, jsonError } from "../../../../emulator/edge/messages";
import type { RoleOutcome } from "../../../../emulator/sagemaker/role/execution-role";
import { TrainingRoles } from "../../../../emulator/sagemaker/role/training-roles";

const identity = { service: "sagemaker", region: "ap-south-1", account: "731580992380", accountIsChosen: true };
const completed = { TrainingJobStatus: "Completed", SecondaryStatus: "Completed", RoleArn: "r" };

/** SageMaker before a moto whose training jobs are completed at once. */
function sagemaker(outcome: RoleOutcome) {
  const handler = new TrainingRoles({ outcomeOf: () => Promise.resolve(outcome) });
  const made: string[] = [];
  const moto = (request: EdgeRequest): Promise<EdgeResponse> => {
    const name = String(jsonBody(request)["TrainingJobName"]);
    if (name === "absent") return Promise.resolve(jsonError(400, "ValidationException", "no such job"));
    if (request.operation === "CreateTrainingJob") made.push(name);
    const jobs = [...made, "other"].map((TrainingJobName) => ({ TrainingJobName, TrainingJobStatus: "Completed" }));
    if (request.operation === "ListTrainingJobs") return Promise.resolve(jsonAnswer({ TrainingJobSummaries: jobs }));
    return Promise.resolve(jsonAnswer({ TrainingJobName: name, ...completed }));
  };
  const call = async (operation: string, TrainingJobName = "job") => {
    const body = Buffer.from(JSON.stringify({ TrainingJobName, RoleArn: "r" }));
    const request: EdgeRequest = { identity, operation, method: "POST", url: "/", headers: {}, body };
    // Cast: every answer is an object.
    return JSON.parse((await handler.handle(request, moto)).body.toString()) as Record<string, unknown>;
  };
  return { call, made, reset: () => handler.reset() };
}

describe("a training job that is made in SageMaker itself", () => {
  it("is not made when SageMaker may not take its role", async () => {
    const { call, made } = sagemaker({ refusal: "Could not assume role r." });
    expect(await call("CreateTrainingJob")).toMatchObject({
      __type: "ValidationException",
      message: "Could not assume role r.",
    });
    expect(made).toEqual([]);
  });

  it("has failed when its role may not do something, wherever one looks", async () => {
    const { call } = sagemaker({ failure: "ClientError: no" });
    await call("CreateTrainingJob");
    const failed = { TrainingJobStatus: "Failed", SecondaryStatus: "Failed", FailureReason: "ClientError: no" };
    expect(await call("DescribeTrainingJob")).toMatchObject(failed);
    expect((await call("ListTrainingJobs"))["TrainingJobSummaries"]).toEqual([
      { TrainingJobName: "job", TrainingJobStatus: "Failed" },
      { TrainingJobName: "other", TrainingJobStatus: "Completed" },
    ]);
  });

  it("is as moto has it otherwise", async () => {
    const { call } = sagemaker({});
    await call("CreateTrainingJob");
    expect(await call("DescribeTrainingJob")).toMatchObject(completed);
    expect(await call("StopTrainingJob")).toMatchObject({ TrainingJobName: "job" });
    expect(await call("DescribeTrainingJob", "absent")).toMatchObject({ message: "no such job" });
  });

  it("is forgotten with all else", async () => {
    const { call, reset } = sagemaker({ failure: "ClientError: no" });
    await call("CreateTrainingJob");
    reset();
    expect(await call("DescribeTrainingJob")).toMatchObject(completed);
  });
});
