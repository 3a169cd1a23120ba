import type { Json } from "../../../emulator/cloudcontrol/json";
import type { ResourceType } from "../../../emulator/cloudcontrol/resource-type";
import { problemsOf } from "../../../emulator/cloudcontrol/schema";
import { RESOURCE_TYPES } from "../../../emulator/cloudcontrol/types";

const typeOf = (name: string): ResourceType => {
  const type = RESOURCE_TYPES.get(`AWS::Batch::${name}`);
  if (type === undefined) throw new Error(`no type ${name}`);
  return type;
};
const problems = (name: string, model: Json): string[] => problemsOf(model, typeOf(name).schema);

const queue = (changes: Record<string, Json> = {}): Json => ({
  Priority: 1,
  ServiceEnvironmentOrder: [{ Order: 1, ServiceEnvironment: "e" }],
  ...changes,
});
const share = (changes: Record<string, Json> = {}): Json => ({
  QuotaShareName: "s",
  JobQueue: "q",
  CapacityLimits: [{ CapacityUnit: "ml.g5.xlarge", MaxCapacity: 1 }],
  ResourceSharingConfiguration: { Strategy: "LEND" },
  PreemptionConfiguration: { InSharePreemption: "ENABLED" },
  ...changes,
});

describe("the schemas of the Batch types", () => {
  it("are those of the types that dapf makes so", () => {
    expect([...RESOURCE_TYPES.keys()]).toEqual([
      "AWS::Batch::ComputeEnvironment",
      "AWS::Batch::ConsumableResource",
      "AWS::Batch::JobDefinition",
      "AWS::Batch::JobQueue",
      "AWS::Batch::QuotaShare",
      "AWS::Batch::SchedulingPolicy",
      "AWS::Batch::ServiceEnvironment",
    ]);
  });

  it.each([...RESOURCE_TYPES.values()])(
    "name only properties that they have: $schema.typeName",
    ({ schema, nameProperty }) => {
      const pointers = [
        ...schema.primaryIdentifier,
        ...schema.createOnlyProperties,
        ...schema.readOnlyProperties,
        ...(schema.additionalIdentifiers ?? []).flat(),
        ...(schema.required ?? []).map((name) => `/properties/${name}`),
        `/properties/${nameProperty}`,
      ];
      for (const pointer of pointers) {
        expect(Object.keys(schema.properties)).toContain(pointer.split("/")[2]);
      }
    },
  );

  it.each<[string, Json]>([
    ["ServiceEnvironment", { ServiceEnvironmentType: "SAGEMAKER_TRAINING", CapacityLimits: [{}], Tags: { a: "b" } }],
    ["SchedulingPolicy", {}],
    ["SchedulingPolicy", { FairsharePolicy: { ShareDistribution: [{ ShareIdentifier: "a", WeightFactor: 0.5 }] } }],
    ["JobQueue", queue()],
    ["QuotaShare", share()],
  ])("accept a model of %s", (name, model) => {
    expect(problems(name, model)).toEqual([]);
  });

  it.each<[string, string, Json, string]>([
    [
      "a missing property",
      "ServiceEnvironment",
      { CapacityLimits: [] },
      "#: required key [ServiceEnvironmentType] not found",
    ],
    ["an unknown property", "JobQueue", queue({ Bogus: 1 }), "#: extraneous key [Bogus] is not permitted"],
    ["neither order", "JobQueue", { Priority: 1 }, "#: 0 subschemas matched instead of one"],
    ["both orders", "JobQueue", queue({ ComputeEnvironmentOrder: [] }), "#: 2 subschemas matched instead of one"],
    ["a text for a number", "JobQueue", queue({ Priority: "1" }), "#/Priority: expected type: Integer, found: String"],
    [
      "a number with a fraction",
      "JobQueue",
      queue({ Priority: 1.5 }),
      "#/Priority: expected type: Integer, found: Number",
    ],
    [
      "a number that is too large",
      "JobQueue",
      queue({ Priority: 1001 }),
      "#/Priority: 1001 is not less or equal to 1000",
    ],
    [
      "a number that is too small",
      "QuotaShare",
      share({ CapacityLimits: [{ CapacityUnit: "u", MaxCapacity: 0 }] }),
      "#/CapacityLimits/0/MaxCapacity: 0 is not greater or equal to 1",
    ],
    ["an unknown value", "QuotaShare", share({ State: "ON" }), "#/State: ON is not a valid enum value"],
    [
      "an empty name",
      "QuotaShare",
      share({ QuotaShareName: "" }),
      "#/QuotaShareName: expected minLength: 1, actual: 0",
    ],
    [
      "too long a name",
      "QuotaShare",
      share({ QuotaShareName: "n".repeat(129) }),
      "#/QuotaShareName: expected maxLength: 128, actual: 129",
    ],
    ["a tag that is no text", "JobQueue", queue({ Tags: { a: 1 } }), "#/Tags/a: expected type: String, found: Integer"],
    ["null", "JobQueue", queue({ State: null }), "#/State: expected type: String, found: Null"],
    ["no object", "JobQueue", [], "#: expected type: JSONObject, found: JSONArray"],
  ])("say what is wrong with %s", (_case, name, model, problem) => {
    expect(problems(name, model)).toEqual([expect.stringContaining(problem)]);
  });
});
