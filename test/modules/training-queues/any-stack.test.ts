import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { ConfigError } from "../../../config/errors";
import { declareTrainingQueues, type TrainingQueuesInput } from "../../../config/training-queues";
import { TrainingQueues } from "../../../modules/training-queues";
import { valid } from "../../config/training-queues/fixture";
import type { TerraformJson } from "../module-app";

const place = { region: "eu-west-1", account: "444455556666" };
const declare = (value: unknown, where: object = {}) =>
  // Cast: the fixture is what a file says, which has no types.
  declareTrainingQueues(value as TrainingQueuesInput, { ...place, ...where });

function synthesize(make: (stack: TerraformStack) => void): TerraformJson {
  const stack = new TerraformStack(Testing.app(), "theirs");
  new AwsProvider(stack, "aws", { region: place.region });
  make(stack);
  return JSON.parse(Testing.synth(stack)) as TerraformJson;
}
const named = (json: TerraformJson, type: string) =>
  Object.values(json.resource?.[type] ?? {}).map((one) => one as Record<string, unknown>);

describe("training queues in a plain stack of CDKTF", () => {
  it("are the declared objects, with a role that may do no more than it was told", () => {
    const json = synthesize((stack) => {
      const bucket = { arn: "arn:aws:s3:::theirs" };
      new TrainingQueues(stack, "queues", { declarations: declare(valid), prefix: "vision", inputBuckets: [bucket] });
    });
    expect(named(json, "aws_cloudcontrolapi_resource")).toHaveLength(9);
    expect(named(json, "aws_iam_role").map(({ name }) => name)).toEqual(["vision-dapf-training-queues-execution"]);
    const policy = String(named(json, "aws_iam_role_policy")[0]?.policy);
    expect(policy).toContain("arn:aws:s3:::theirs/*");
    expect(policy).not.toMatch(/s3:PutObject|ecr:/);
  });

  it("may be there twice, each with queues that its own names replace", () => {
    const json = synthesize((stack) => {
      for (const id of ["one", "two"]) {
        const [declarations, prefix] = [declare(valid), id];
        new TrainingQueues(stack, id, { declarations, prefix, executionRoleName: "theirs" });
      }
    });
    expect(named(json, "terraform_data")).toHaveLength(2);
    const replacing = named(json, "aws_cloudcontrolapi_resource").flatMap(
      ({ lifecycle }) => (lifecycle as { replace_triggered_by?: string[] } | undefined)?.replace_triggered_by ?? [],
    );
    const names = new Set(replacing.flatMap((text) => /^terraform_data\.\w+/.exec(text)?.[0] ?? []));
    expect(names.size).toBe(2);
    expect(named(json, "aws_iam_role")).toEqual([]);
  });

  it.each([
    [{ account: "12" }, /training queues: account must be an AWS account: 12 digits/],
    [{ region: "moon" }, /training queues: region must be an AWS region/],
    [{ tags: { team: "a*b" } }, /training queues: tags\.team must have only characters/],
  ])("are for an account and Region that exist: %j", (where, message) => {
    expect(() => declare(valid, where)).toThrow(message);
    expect(() => declare(valid, where)).toThrow(ConfigError);
  });
});
