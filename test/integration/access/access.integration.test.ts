import * as fs from "node:fs";
import * as path from "node:path";
import { type PolicyDocument, policiesFor, scopeOf } from "../../../access";
import { loadEnvironment } from "../../../config/loader";
import { cloneRepository } from "../../support/clone";
import { type CommandOutcome, dapf, succeeded } from "../../support/dapf";
import { PipelineDriver } from "../../support/pipeline-driver";
import type { EmbeddedAccount } from "../../support/ssm";
import { temporaryFolder } from "../../support/temporary-folder";
import { makeRole, variablesOf } from "./as-role";

const minutes = 60_000;
const account = "731580992380";
const region = "ap-south-1";
const prefix = "jenkins-pl-apsouth1";
const image = `${account}.dkr.ecr.${region}.amazonaws.com/${prefix}/training-job/training:1`;

jest.setTimeout(5 * minutes);

/**
 * jenkins-pl by those who work with it, each as their role, with permissions enforced. Told in order: every test goes on from
 * what the one before it left.
 */
describe("jenkins-pl without an administrator", () => {
  const root = temporaryFolder();
  let aws: EmbeddedAccount;
  const administrator = (...words: string[]) => dapf([...words, "--local"], { cwd: root });
  const as = async (role: string, ...words: string[]): Promise<CommandOutcome> =>
    dapf(words, { cwd: root, variables: await variablesOf(aws, role) });
  const by = (purpose: string, ...words: string[]) => as(`${prefix}-access-${purpose}`, ...words);

  beforeAll(async () => {
    cloneRepository(root);
    changeEnvironment('account_number: "731580992380",', (line) => `${line}\n${ACCESS}`);
    const { stdout } = await succeeded(dapf(["local", "up", "--json"], { cwd: root }));
    const { endpoint, iam } = JSON.parse(stdout) as { endpoint: string; iam: string };
    expect(iam).toBe("enforce");
    aws = { endpoint, account, region };
  });

  afterAll(async () => {
    await dapf(["local", "down", "--force"], { cwd: root });
  });

  test("an administrator deploys the roles, and nothing else", async () => {
    const { stdout } = await succeeded(administrator("deploy", "jenkins-pl", "--target", "access", "--auto-approve"));

    expect(stdout).toMatch(/\d+ created, 0 changed, 0 destroyed/);
    expect(stdout).not.toContain("module.common");
  });

  test("who lacks one statement cannot deploy, and is told which permission is missing and where it is", async () => {
    const less = policiesWithout("Topics");
    await makeRole(aws, "deployer-without-topics", less);

    const { exitCode, stderr } = await as(
      "deployer-without-topics",
      "deploy",
      "jenkins-pl",
      "--auto-approve",
      "--target",
      "common",
    );

    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `Permission missing: sns:CreateTopic on arn:aws:sns:${region}:${account}:${prefix}-dapf-notifier ` +
        `for arn:aws:sts::${account}:assumed-role/deployer-without-topics/test (because no identity-based policy allows`,
    );
    expect(stderr).toContain("What is needed: npx dapf iam jenkins-pl --for deployer");
  });

  test("Jenkins' plan stage plans as a planner, who cannot deploy", async () => {
    const plan = path.join(root, "infra.tfplan");
    const planned = await by("planner", "plan", "jenkins-pl", "--out", plan, "--detailed-exitcode");
    const refused = await by("planner", "deploy", "jenkins-pl", "--plan", plan, "--auto-approve", "--parallelism", "1");

    expect(planned.exitCode).toBe(2);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain("Permission missing: ");
  });

  test("Jenkins' deploy stage applies a plan as the deployer, and there is nothing left to change", async () => {
    const plan = path.join(root, "again.tfplan");
    await by("planner", "plan", "jenkins-pl", "--out", plan);
    await succeeded(by("deployer", "deploy", "jenkins-pl", "--plan", plan, "--auto-approve"));

    const { exitCode, stdout } = await by("planner", "plan", "jenkins-pl", "--detailed-exitcode");
    expect(stdout).toContain("no changes");
    expect(exitCode).toBe(0);
  });

  test("the deployer changes what there is", async () => {
    changeEnvironment("boundary: true", () => 'boundary: true },\n  default_tags: { team: "vision"');
    const { stdout, exitCode, stderr } = await by(
      "deployer",
      "deploy",
      "jenkins-pl",
      "--auto-approve",
      "--target",
      "common",
    );

    expect([exitCode, stderr]).toEqual([0, expect.anything()]);
    expect(stdout).toMatch(/0 created, [1-9]\d* changed, 0 destroyed/);
  });

  test("the deployer gives itself nothing: who is trusted is an administrator's to say", async () => {
    const mine = 'viewer: { trusted: ["arn:aws:iam::111111111111:root"] }';
    changeEnvironment(`viewer: ${trusted}`, () => mine);
    const { exitCode, stderr } = await by("deployer", "deploy", "jenkins-pl", "--auto-approve", "--target", "access");
    changeEnvironment(mine, () => `viewer: ${trusted}`);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `Permission missing: iam:UpdateAssumeRolePolicy on arn:aws:iam::${account}:role/${prefix}-access-viewer`,
    );
    expect(stderr).toContain("with an explicit deny in an identity-based policy");
  });

  test("a viewer looks at all there is, and starts nothing", async () => {
    for (const words of [
      ["output", "jenkins-pl", "step_function_inputs", "--json"],
      ["queues", "list", "jenkins-pl"],
      ["queues", "show", "jenkins-pl"],
      ["runs", "list", "jenkins-pl"],
      ["jobs", "list", "--queue", `${prefix}-dapf-batch-training-job-queue`, "--env", "jenkins-pl"],
      ["train", "list", "--queue", "jenkins-pl-c5-fifo", "--env", "jenkins-pl"],
    ]) {
      await succeeded(by("viewer", ...words));
    }
    const { exitCode, stderr } = await by("viewer", "run", "jenkins-pl", "--context", "training");

    expect(exitCode).toBe(1);
    expect(stderr).toContain("states:StartExecution");
    expect(stderr).toContain("What is needed: npx dapf iam <environment> --for runner");
  });

  test("a runner puts code in place, and runs training to its end", async () => {
    await new PipelineDriver(aws, prefix).runEtl();
    await succeeded(by("runner", "code-sync", "jenkins-pl", "--context", "training", "--image", image));

    const { stdout } = await succeeded(by("runner", "run", "jenkins-pl", "--context", "training", "--monitor"));
    expect(stdout).toContain("SUCCEEDED");
    expect((await by("runner", "deploy", "jenkins-pl", "--auto-approve")).exitCode).toBe(1);
  });

  test("a submitter submits container jobs and training jobs, and ends its own only", async () => {
    const queue = `${prefix}-dapf-batch-training-job-queue`;
    const jobs = file("jobs.json", {
      jobs: [{ jobName: "one", jobQueue: queue, jobDefinition: `${prefix}-dapf-batch-training-job-def` }],
    });
    const ids = path.join(root, "ids.txt");

    await succeeded(by("submitter", "submit", jobs, "--env", "jenkins-pl", "--output", ids, "--monitor"));
    await succeeded(
      by(
        "submitter",
        "train",
        "submit",
        trainingJob(),
        "--env",
        "jenkins-pl",
        "--output",
        path.join(root, "training.txt"),
      ),
    );
    const { exitCode, stderr } = await by("submitter", "run", "jenkins-pl", "--context", "training");
    expect([exitCode, stderr.includes("ssm:GetParameter")]).toEqual([1, true]);
  });

  test("who lacks one statement cannot take it down either", async () => {
    const { exitCode, stderr } = await as(
      "deployer-without-topics",
      "destroy",
      "jenkins-pl",
      "--target",
      "common",
      "--auto-approve",
    );

    expect(exitCode).toBe(1);
    // The policy by which alerts may publish goes before the topic does.
    expect(stderr).toContain("Permission missing: sns:SetTopicAttributes on ");
  });

  test("the deployer takes down all but the roles of people, which an administrator does", async () => {
    const modules = ["batch_inferencing", "batch_training", "training_queues", "analytics_etl", "common"];
    const targets = modules.flatMap((module) => ["--target", module]);
    await succeeded(by("deployer", "destroy", "jenkins-pl", ...targets, "--auto-approve"));
    const { stdout } = await succeeded(administrator("destroy", "jenkins-pl", "--auto-approve"));

    expect(stdout).toMatch(/0 created, 0 changed, [1-9]\d? destroyed/);
  });

  function changeEnvironment(from: string, to: (text: string) => string): void {
    const environment = path.join(root, "environments/jenkins-pl.ts");
    const text = fs.readFileSync(environment, "utf8");
    expect(text).toContain(from);
    fs.writeFileSync(environment, text.replace(from, to(from)));
  }

  function file(name: string, content: object): string {
    const written = path.join(root, name);
    fs.writeFileSync(written, JSON.stringify(content));
    return written;
  }

  function trainingJob(): string {
    const payload = {
      TrainingJobName: "two",
      RoleArn: `arn:aws:iam::${account}:role/${prefix}-dapf-training-queues-execution`,
      AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: "File" },
      OutputDataConfig: { S3OutputPath: `s3://${prefix}-training-shared/two/` },
      ResourceConfig: { InstanceType: "ml.c5.xlarge", InstanceCount: 1, VolumeSizeInGB: 30 },
      StoppingCondition: { MaxRuntimeInSeconds: 60 },
    };
    return file("training.json", {
      jobs: [
        {
          jobName: "two",
          jobQueue: "jenkins-pl-c5-fifo",
          serviceJobType: "SAGEMAKER_TRAINING",
          serviceRequestPayload: payload,
        },
      ],
    });
  }

  /** The deployer's, as the environment of the clone has them, without one statement. */
  function policiesWithout(sid: string): { name: string; document: PolicyDocument }[] {
    const all = policiesFor(scopeOf(loadEnvironment(root, "jenkins-pl")), "deployer");
    const less = all.map(({ name, document }) => {
      return { name, document: { ...document, Statement: document.Statement.filter(({ Sid }) => Sid !== sid) } };
    });
    expect(less).not.toEqual(all);
    return less;
  }
});

const trusted = `{ trusted: ["arn:aws:iam::${account}:root"] }`;
const ACCESS = `  access: {
    deployer: ${trusted},
    planner: ${trusted},
    runner: ${trusted},
    submitter: ${trusted},
    viewer: ${trusted},
    boundary: true },`;
