import * as fs from "node:fs";
import * as path from "node:path";
import type {
  DescribeComputeEnvironmentsResponse,
  DescribeJobDefinitionsResponse,
  DescribeJobQueuesResponse,
  DescribeServiceEnvironmentsResponse,
} from "@aws-sdk/client-batch";
import { temporaryFolder } from "../../support/temporary-folder";
import type { Terraform } from "../../support/terraform";
import { terraformIn } from "../../support/terraform";
import { AwsCalls } from "../aws-calls";
import { serveBatch } from "./embedded";
import type { Loopback } from "./loopback";
import { CONFIGURATION } from "./terraform-fixture";

// The provider waits 30 s after each change of a job queue before it looks for the first time.
jest.setTimeout(240_000);

interface Variables {
  readonly capacity: number;
  readonly strategy: "RESERVE" | "LEND" | "LEND_AND_BORROW";
  readonly suffix: string;
}

/** The life of one configuration, told in order: every test goes on from what the one before it left. */
describe("Terraform with the embedded AWS Batch", () => {
  let loopback: Loopback;
  let folder: string;
  let terraform: Terraform;
  let aws: AwsCalls;

  const given = (variables: Variables): void => {
    fs.writeFileSync(path.join(folder, "terraform.tfvars.json"), JSON.stringify(variables));
  };
  const apply = (variables: Variables): Promise<string> => {
    given(variables);
    return terraform.succeed("apply", "-auto-approve", "-input=false");
  };
  const planExitCode = async (): Promise<number> => (await terraform.run("plan", "-detailed-exitcode")).exitCode;
  const describeAll = async <T>(operation: string): Promise<T> => {
    const answer = await aws.send("batch", "POST", `/v1/${operation}`, "{}", { "content-type": "application/json" });
    // The operation says which answer it is.
    return JSON.parse(answer.text) as T;
  };

  beforeAll(async () => {
    loopback = await serveBatch();
    folder = temporaryFolder();
    fs.writeFileSync(path.join(folder, "main.tf"), CONFIGURATION);
    aws = new AwsCalls(loopback.endpoint);
    const { endpoint, account, region } = aws;
    terraform = await terraformIn({ folder, endpoint, account, region });
    await terraform.succeed("init", "-input=false");
  });

  afterAll(() => loopback.close());

  test("creates native resources and those of Cloud Control", async () => {
    const output = await apply({ capacity: 3, strategy: "LEND_AND_BORROW", suffix: "a" });

    expect(output).toContain("Apply complete! Resources: 15 added, 0 changed, 0 destroyed.");
  });

  test("finds everything as it made it", async () => {
    expect(await planExitCode()).toBe(0);
  });

  test("sees a VALID container queue of the type of its environments", async () => {
    const { jobQueues } = await describeAll<DescribeJobQueuesResponse>("describejobqueues");
    const { computeEnvironments } =
      await describeAll<DescribeComputeEnvironmentsResponse>("describecomputeenvironments");
    const environment = computeEnvironments?.find(({ computeResources }) => computeResources?.type === "EC2");

    expect(jobQueues).toContainEqual(
      expect.objectContaining({
        jobQueueName: "containers",
        jobQueueType: "ECS",
        status: "VALID",
        computeEnvironmentOrder: [{ order: 1, computeEnvironment: environment?.computeEnvironmentArn }],
        tags: { project: "demo" },
      }),
    );
  });

  test("changes capacity, strategy, priority and a job definition in place", async () => {
    const output = await apply({ capacity: 4, strategy: "LEND", suffix: "a" });

    expect(output).toContain("Resources: 0 added, 8 changed, 0 destroyed.");
    expect(await planExitCode()).toBe(0);
  });

  test("a changed job definition is the second revision, and the first is inactive", async () => {
    const { jobDefinitions } = await describeAll<DescribeJobDefinitionsResponse>("describejobdefinitions");
    const ec2 = jobDefinitions?.filter(({ jobDefinitionName }) => jobDefinitionName === "ec2");

    expect(ec2?.map(({ revision, status }) => ({ revision, status }))).toEqual([
      { revision: 2, status: "ACTIVE" },
      { revision: 1, status: "INACTIVE" },
    ]);
  });

  test("renames an environment and a policy in use without a refused delete", async () => {
    const output = await apply({ capacity: 4, strategy: "LEND", suffix: "b" });
    const { serviceEnvironments } =
      await describeAll<DescribeServiceEnvironmentsResponse>("describeserviceenvironments");

    expect(output).toContain("Resources: 2 added, 1 changed, 2 destroyed.");
    expect(serviceEnvironments?.map(({ serviceEnvironmentName }) => serviceEnvironmentName)).toEqual(["training-b"]);
    expect(await planExitCode()).toBe(0);
  });

  test("destroys shares before their queue, and the queue before what it uses", async () => {
    const output = await terraform.succeed("destroy", "-auto-approve", "-input=false");
    const at = (line: RegExp): number => output.search(line);
    const lastShare = Math.max(
      ...["one", "two", "three"].map((share) => at(new RegExp(`share\\["${share}"\\]: Destruction complete`))),
    );

    expect(lastShare).toBeGreaterThan(0);
    expect(lastShare).toBeLessThan(at(/resource\.queue: Destroying/));
    expect(at(/resource\.queue: Destruction complete/)).toBeLessThan(at(/resource\.environment: Destroying/));
    expect(at(/resource\.queue: Destruction complete/)).toBeLessThan(at(/resource\.policy: Destroying/));
  });

  test("leaves nothing behind", async () => {
    expect(await describeAll("describejobqueues")).toEqual({ jobQueues: [] });
    expect(await describeAll("describecomputeenvironments")).toEqual({ computeEnvironments: [] });
    expect(await describeAll("describeserviceenvironments")).toEqual({ serviceEnvironments: [] });
    expect(await describeAll("listschedulingpolicies")).toEqual({ schedulingPolicies: [] });
  });
});
