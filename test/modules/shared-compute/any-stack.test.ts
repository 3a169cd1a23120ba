import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { type ComputeInput, declareCompute } from "../../../config/compute";
import { ConfigError } from "../../../config/errors";
import { SharedCompute } from "../../../modules/shared-compute";
import { valid } from "../../config/compute/fixture";
import type { TerraformJson } from "../module-app";
import { network } from "./support";

const place = { region: "eu-west-1", account: "444455556666", prefix: "vision" };
const declare = (value: unknown, where: object = {}) =>
  // Cast: the fixture is what a file says, which has no types.
  declareCompute(value as ComputeInput, { ...place, ...where });

describe("shared compute in a plain stack of CDKTF", () => {
  it("is what is declared, with the tags and the prefix that it is given", () => {
    const stack = new TerraformStack(Testing.app(), "theirs");
    new AwsProvider(stack, "aws", { region: place.region });
    new SharedCompute(stack, "compute", { declarations: declare(valid, { tags: { team: "vision" } }), network });
    const json = JSON.parse(Testing.synth(stack)) as TerraformJson;
    const named = (type: string) => Object.values(json.resource?.[type] ?? {});
    expect(named("aws_batch_compute_environment").map(({ tags }) => tags)).toMatchObject([
      { team: "vision" },
      { team: "vision" },
    ]);
    expect(named("aws_batch_job_queue")).toHaveLength(3);
    expect(named("aws_iam_role").map(({ name }) => name)).toContain("vision-dapf-compute-execution");
  });

  it.each([
    [{ account: "12" }, /shared compute: account must be an AWS account: 12 digits/],
    [{ region: "moon" }, /shared compute: region must be an AWS region/],
    [{ prefix: "Vision" }, /shared compute: prefix must have lower-case letters, digits and single hyphens/],
  ])("is for an account, a Region and a prefix that can be: %j", (where, message) => {
    expect(() => declare(valid, where)).toThrow(message);
    expect(() => declare(valid, where)).toThrow(ConfigError);
  });
});
