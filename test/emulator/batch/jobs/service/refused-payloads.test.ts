import { fifo, payload, training, type TrainingAccount } from "./training-account";

const REASON = "Received status from SageMaker: ValidationException: ";

function submitted(changes: object, more: object = {}): { account: TrainingAccount; id: string } {
  const account = fifo(1);
  const id = account.submit("job", { serviceRequestPayload: payload({ changes }), ...more });
  account.step(1);
  return { account, id };
}

describe("a service job whose payload SageMaker refuses fails when it is its turn", () => {
  test.each<[string, object, string]>([
    ["a number in the hyperparameters", { HyperParameters: { epochs: 3 } }, "HyperParameters.epochs is not valid"],
    ["a number in the environment", { Environment: { EPOCHS: 3 } }, "Environment.EPOCHS is not valid"],
    ["a member that no request has", { Epochs: 3 }, 'Unrecognized key: "Epochs"'],
    ["a member of a member that it does not have", { StoppingCondition: { MaxRuntime: 3 } }, 'key: "MaxRuntime"'],
    [
      "text instead of a number",
      { StoppingCondition: { MaxRuntimeInSeconds: "60" } },
      "MaxRuntimeInSeconds is not valid",
    ],
    ["no role", { RoleArn: undefined }, "RoleArn is required."],
    ["no output path", { OutputDataConfig: {} }, "OutputDataConfig.S3OutputPath is required."],
    [
      "a word that is none",
      { AlgorithmSpecification: { TrainingImage: "i", TrainingInputMode: "Slow" } },
      "AlgorithmSpecification.TrainingInputMode must be one of [Pipe, File, FastFile].",
    ],
    ["tags as an object", { Tags: { team: "blue" } }, "Tags is not valid"],
    ["text instead of a flag", { EnableNetworkIsolation: "yes" }, "EnableNetworkIsolation is not valid"],
    ["a name that is none", { TrainingJobName: 7 }, "TrainingJobName is not valid"],
  ])("because of %s", (_case, changes, reason) => {
    const { account, id } = submitted(changes);
    const { status, statusReason, attempts, latestAttempt, startedAt } = account.job(id);
    expect(status).toBe("FAILED");
    expect(statusReason).toMatch(/^Received status from SageMaker: ValidationException: /);
    expect(statusReason).toContain(reason);
    expect(attempts).toMatchObject([{ statusReason }]);
    expect([attempts?.[0]?.serviceResourceId, latestAttempt, startedAt]).toEqual([undefined, undefined, undefined]);
  });

  test("as often as it may, unless its retry strategy lets it be", () => {
    const refused = { RoleArn: undefined };
    const again = submitted(refused, { retryStrategy: { attempts: 3 } });
    expect(again.account.job(again.id).attempts).toHaveLength(3);
    const evaluateOnExit = [{ action: "EXIT", onStatusReason: `${REASON.trim().slice(0, -1)}*` }];
    const once = submitted(refused, { retryStrategy: { attempts: 3, evaluateOnExit } });
    expect(once.account.job(once.id).attempts).toHaveLength(1);
  });

  test("and leaves its capacity to the next one", () => {
    const { account } = submitted({ RoleArn: undefined });
    const next = account.submit("next");
    account.step(1);
    expect(account.job(next).status).toBe("RUNNING");
  });

  test("not when it was terminated before", () => {
    const account = fifo(1);
    const id = account.submit("job", { serviceRequestPayload: payload({ changes: { RoleArn: undefined } }) });
    account.batch.clock.step(60);
    expect(account.job(id).status).toBe("SCHEDULED");
    account.batch.call("TerminateServiceJob", { jobId: id, reason: "not wanted" });
    account.step(1);
    expect(account.job(id)).toMatchObject({ status: "FAILED", statusReason: "not wanted", attempts: [] });
  });
});

test("a payload without a name, or of an instance type that is new, is none that is refused", () => {
  const ResourceConfig = { InstanceType: "ml.new9.xlarge", InstanceCount: 1 };
  const { account, id } = submitted({ TrainingJobName: undefined, ResourceConfig });
  expect(account.job(id).status).toBe("RUNNING");
});

describe("rules from outside", () => {
  const rules = (trainingJobs: string, set: object, match: object = {}) => [{ trainingJobs, match, set }];

  test("say how long training jobs of a name take, and how they end; their hyperparameters stay", () => {
    const account = fifo();
    const dapf_outcome = "FAILED:AlgorithmError,SUCCEEDED";
    account.batch.service.simulations.replace(rules("churn*", { dapf_duration_seconds: "100", dapf_outcome }));
    const retryStrategy = { attempts: 2 };
    const [long, usual] = [account.submit("churn-1", { retryStrategy }), account.submit("other")];
    account.step(99);
    expect(account.job(long).status).toBe("RUNNING");
    account.step(2);
    expect(account.job(long).attempts).toMatchObject([
      { statusReason: "Received status from SageMaker: AlgorithmError" },
    ]);
    account.step(102);
    expect(account.job(long).status).toBe("SUCCEEDED");
    expect(account.job(long).serviceRequestPayload).toBe(account.job(usual).serviceRequestPayload);
  });

  test("go before what a job says itself, for jobs that are submitted later, and may ask for what they say", () => {
    const account = fifo();
    const before = account.submit("a", { serviceRequestPayload: training(5) });
    account.batch.service.simulations.replace(rules("*", { dapf_outcome: "FAILED" }, { dapf_duration_seconds: "5" }));
    const after = account.submit("b", { serviceRequestPayload: training(5) });
    const unlike = account.submit("c", { serviceRequestPayload: training(6) });
    account.step(10);
    expect([before, after, unlike].map((id) => account.job(id).status)).toEqual(["SUCCEEDED", "FAILED", "SUCCEEDED"]);
  });

  test("that cannot be simulated refuse the submission", () => {
    const account = fifo();
    account.batch.service.simulations.replace(rules("*", { dapf_outcome: "MAYBE" }));
    expect(() => account.submit("job")).toThrow("dapf_outcome=MAYBE");
  });
});
