import { defineTrainingQueues, type ServiceEnvs } from "../../../config/training-queues";

// The compiler is the test here (`npm run typecheck`): a line under @ts-expect-error that compiles is an error.
const request = {
  serviceEnvironmentName: "c5",
  serviceEnvironmentType: "SAGEMAKER_TRAINING",
  capacityLimits: [{ maxCapacity: 3, capacityUnit: "NUM_INSTANCES" }],
} as const;

describe("defineTrainingQueues", () => {
  it("gives back what it gets", () => {
    const input = { QuotaShares: {} };
    expect(defineTrainingQueues(input)).toBe(input);
  });

  it("compiles with the members of the convention", () => {
    const ServiceEnvs = {
      C5_SE_NAME: "c5",
      C5_SE_CREATE_REQUEST: { ...request, capacityLimits: [...request.capacityLimits] },
    } satisfies ServiceEnvs;
    expect(defineTrainingQueues({ ServiceEnvs })).toEqual({ ServiceEnvs });
  });

  it("does not compile with a misspelt member, group, field or value", () => {
    const limits = [...request.capacityLimits];
    const inputs = [
      // @ts-expect-error: a misspelt member
      defineTrainingQueues({ ServiceEnvs: { C5_SE_CREATE_REQEUST: { ...request, capacityLimits: limits } } }),
      // @ts-expect-error: the member of another group
      defineTrainingQueues({ ServiceEnvs: { C5_QUEUE_NAME: "c5" } }),
      // @ts-expect-error: a name that is no string
      defineTrainingQueues({ ServiceEnvs: { C5_SE_NAME: 5 } }),
      // @ts-expect-error: a misspelt group
      defineTrainingQueues({ ServiceEnv: {} }),
      defineTrainingQueues({
        // @ts-expect-error: a misspelt field
        ServiceEnvs: { C5_SE_CREATE_REQUEST: { ...request, capacityLimits: limits, sate: "ENABLED" } },
      }),
      defineTrainingQueues({
        // @ts-expect-error: a value that is not one of the enumerated
        ServiceEnvs: { C5_SE_CREATE_REQUEST: { ...request, capacityLimits: limits, state: "ON" } },
      }),
      defineTrainingQueues({
        // @ts-expect-error: a request of another group
        QuotaShares: { A_QS_CREATE_REQUEST: { ...request, capacityLimits: limits } },
      }),
    ];
    expect(inputs).toHaveLength(7);
  });
});
