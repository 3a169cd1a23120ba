import * as fs from "node:fs";
import * as path from "node:path";
import { fakeTerraform, type FakeCommand } from "../deploy/fake-terraform";
import { temporaryFolder, write } from "../deploy/folders";
import { commandLine } from "./command-line";
import { FakeAws } from "./fake-aws";

jest.setTimeout(30_000);

const root = temporaryFolder();
const line = commandLine(path.join(root, "project"));
const image = "123456789012.dkr.ecr.ap-south-1.amazonaws.com/team/training:1.4";
const dockerfile = path.join(root, "image", "Dockerfile");
const parameter = (name: string) => `/jenkins-dev-apsouth1-dapf-ssm/${name}`;
const words = ["code-sync", "dev", "--context", "training", "--image", image, "--dockerfile", dockerfile];

const aws = new FakeAws();
// It knows nothing of Terraform: it does what it is told for its first argument.
const docker = fakeTerraform(path.join(root, "docker"));
const bin = path.join(root, "bin");
let variables: NodeJS.ProcessEnv;

beforeAll(async () => {
  write(dockerfile, "FROM scratch\n");
  fs.mkdirSync(bin);
  fs.symlinkSync(docker.binary, path.join(bin, "docker"));
  for (const script of ["gatekeeper/gatekeeper.py", "evaluation/evaluation_summary.py"]) {
    write(path.join(root, "project/model/training_job", script), `# ${script}\n`);
  }
  variables = { ...(await aws.listen()), PATH: bin };
});
afterAll(() => aws.close());

/** A deployed environment with one revision of its job definition. */
beforeEach(() => {
  aws.clear();
  const map = {
    step_function_arn: "arn:m",
    aws_batch_job_queue: "q",
    aws_batch_job_name: "j",
    s3_bucket_name_internal: "internal",
  };
  aws.parameters.set(parameter("training_step_function_inputs"), JSON.stringify(map));
  const definition = { jobDefinitionName: "d", jobDefinitionArn: "arn:d:1", revision: 1, type: "container" };
  const containerProperties = { image: "old", command: ["python3"] };
  aws.on("POST /v1/describejobdefinitions", () => ({ jobDefinitions: [{ ...definition, containerProperties }] }));
  aws.on("POST /v1/registerjobdefinition", () => ({ jobDefinitionArn: "arn:d:2", revision: 2 }));
});

async function codeSync(commands: Readonly<Record<string, FakeCommand>>, args: readonly string[] = words) {
  docker.script(commands);
  const outcome = await line.run(args, { variables });
  expect(outcome.stdout + outcome.stderr).not.toMatch(/^ {4}at /m);
  return outcome;
}

/** Names of the calls that change something. */
const changes = () => aws.calls.map(({ name }) => name).filter((name) => /^PUT|PutParameter|register/.test(name));

describe("dapf code-sync --dockerfile", () => {
  it("builds the image, pushes it, and makes it the one that runs use", async () => {
    const { exitCode, stdout, stderr } = await codeSync({
      build: { lines: ["step 1 of 1"] },
      push: { lines: ["pushed"] },
    });

    expect(exitCode).toBe(0);
    expect(docker.calls().map(({ args }) => args)).toEqual([
      ["build", "--tag", image, "--file", dockerfile, path.dirname(dockerfile)],
      ["push", image],
    ]);
    expect(aws.called("POST /v1/registerjobdefinition")).toMatchObject([{ containerProperties: { image } }]);
    expect(aws.parameters.get(parameter("training/live_training_batch_job_definition"))).toBe("arn:d:2");
    expect(stdout).toContain("registered  arn:d:2");
    expect(stderr).toContain("step 1 of 1\npushed\n");
  });

  it("tells what it did as one JSON object with --json", async () => {
    const { stdout } = await codeSync({}, [...words, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      environment: "dev",
      context: "training",
      jobDefinition: { arn: "arn:d:2", registered: true },
    });
  });

  it("leaves logging in to Docker: no secret is in its command lines, nor in what is printed", async () => {
    const { stdout, stderr } = await codeSync({});
    const seen = [stdout, stderr, ...docker.calls().flatMap(({ args }) => args)].join(" ");

    expect(docker.calls()).toHaveLength(2);
    expect(seen).not.toContain(variables.AWS_SECRET_ACCESS_KEY);
  });

  it.each([
    ["build", "docker build failed with exit code 4; see above"],
    ["push", "docker push failed with exit code 4; see above. Is Docker logged in to 123456789012.dkr.ecr"],
  ])("changes nothing when the %s fails, and says so", async (step, why) => {
    const { exitCode, stderr } = await codeSync({ [step]: { exitCode: 4, stderr: "denied: no basic auth\n" } });

    expect(exitCode).toBe(1);
    expect(stderr).toContain("denied: no basic auth\n");
    expect(stderr).toContain(why);
    expect(changes()).toEqual([]);
  });

  it("says what to do when there is no Docker, and changes nothing", async () => {
    const { exitCode, stderr } = await line.run(words, {
      variables: { ...variables, PATH: path.join(root, "nowhere") },
    });

    expect(exitCode).toBe(1);
    expect(stderr).toContain("docker was not found: install it, or push the image yourself");
    expect(changes()).toEqual([]);
  });

  it.each([
    ["an environment that is not deployed", [...words], "deploy it first"],
    ["an address that is none", [...words.slice(0, 5), "bad image", ...words.slice(6)], "--image takes the address"],
    ["a folder as the Dockerfile", [...words.slice(0, -1), root], "--dockerfile: there is no file"],
  ])("builds nothing for %s", async (what, args, why) => {
    if (what.startsWith("an environment")) aws.parameters.clear();
    const { exitCode, stderr } = await codeSync({}, args);

    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(why)]);
    expect(docker.calls()).toEqual([]);
    expect(changes()).toEqual([]);
  });

  it("makes nothing live when AWS refuses the revision; run again, it goes on", async () => {
    aws.fail("POST /v1/registerjobdefinition", { status: 400, code: "ClientException" });
    const refused = await codeSync({});
    const before = new Map(aws.parameters);
    const again = await codeSync({});

    expect([refused.exitCode, again.exitCode]).toEqual([1, 0]);
    expect(refused.stderr).toContain("AWS Batch refused RegisterJobDefinition");
    expect([...before.keys()]).toEqual([parameter("training_step_function_inputs")]);
    expect(again.stdout).toMatch(/^unchanged +src\/python\/training\/gatekeeper\.py$/m);
    expect(aws.parameters.get(parameter("training/live_training_batch_job_definition"))).toBe("arn:d:2");
  });
});

describe("two dapf code-sync at once in one clone", () => {
  const other = `${image}-b`;
  const syncOf = (address: string) => ["code-sync", "dev", "--context", "training", "--image", address];

  /** AWS Batch with all revisions. @param onRegister is waited for before the first of them is answered */
  function revisions(onRegister: () => Promise<void>): string[] {
    const images = ["old"];
    aws.on("POST /v1/describejobdefinitions", () => ({
      jobDefinitions: images.map((one, index) => ({
        jobDefinitionName: "d",
        jobDefinitionArn: `arn:d:${index + 1}`,
        revision: index + 1,
        type: "container",
        containerProperties: { image: one },
      })),
    }));
    aws.on("POST /v1/registerjobdefinition", async ({ containerProperties }) => {
      // Cast: that is what the command sends.
      const count = images.push((containerProperties as { image: string }).image);
      if (count === 2) await onRegister();
      return { jobDefinitionArn: `arn:d:${count}`, revision: count };
    });
    return images;
  }

  /** One begins; when it has registered its revision, another one begins and waits. */
  async function bothAtOnce(second: string) {
    let waited: string | undefined;
    let running: ReturnType<typeof line.run> | undefined;
    const images = revisions(
      () =>
        new Promise((resolve) => {
          const onProgress = (text: string) => {
            waited ??= text;
            resolve();
          };
          running = line.run(syncOf(second), { variables, onProgress });
        }),
    );
    const outcomes = [await line.run(syncOf(image), { variables }), await running];
    return { images, waited, codes: outcomes.map((outcome) => outcome?.exitCode), last: outcomes[1]?.stdout };
  }

  it("take turns: the second one says for whom it waits, and all that is live is its own", async () => {
    const { images, waited, codes } = await bothAtOnce(other);

    expect(waited).toMatch(/^Waiting for code-sync of training of dev \(process \d+ of .+, since .+ UTC\)\n$/);
    expect(codes).toEqual([0, 0]);
    expect(images).toEqual(["old", image, other]);
    expect(aws.parameters.get(parameter("training/ecr_training"))).toBe(other);
    expect(aws.parameters.get(parameter("training/live_training_batch_job_definition"))).toBe("arn:d:3");
  });

  it("do not wait when the user does not want to: Ctrl-C ends the second one with 130, and it has done nothing", async () => {
    let second: Awaited<ReturnType<typeof line.run>> | undefined;
    const images = revisions(async () => {
      let interrupt = (): void => undefined;
      const subscribe = (listener: () => void) => {
        interrupt = listener;
        return () => undefined;
      };
      const onProgress = () => interrupt();
      second = await line.run(syncOf(other), { variables, interrupts: { subscribe }, onProgress });
    });
    const first = await line.run(syncOf(image), { variables });

    expect([first.exitCode, second?.exitCode]).toEqual([0, 130]);
    expect(second?.stderr).toMatch(/\ndapf: Interrupted: the code-sync of training of dev has not begun\.\n$/);
    expect(images).toEqual(["old", image]);
  });

  it("register one revision of one image", async () => {
    const { images, codes, last } = await bothAtOnce(image);

    expect([images, codes]).toEqual([
      ["old", image],
      [0, 0],
    ]);
    expect(last).toMatch(/^unchanged +arn:d:2$/m);
  });
});

it("dapf code-sync that somebody of another clone came in between says what is live, and exits with 1", async () => {
  aws.on("POST /v1/registerjobdefinition", () => {
    aws.objects.set("/internal/src/python/training/gatekeeper.py", "# theirs");
    return { jobDefinitionArn: "arn:d:2", revision: 2 };
  });
  const { exitCode, stderr } = await line.run(["code-sync", "dev", "--context", "training", "--image", image], {
    variables,
  });

  expect(exitCode).toBe(1);
  expect(stderr).toBe(
    "dapf: Somebody else has changed the code of training of dev at the same time, and what is live now is not what was " +
      "asked for: src/python/training/gatekeeper.py is another file. Run the same command again to make yours the live one.\n",
  );
});
