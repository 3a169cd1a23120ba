import * as fs from "node:fs";
import * as path from "node:path";
import { inventory } from "../emulator";
import { transcriptOf } from "./recording/picture";
import { unsaid } from "./recording/same-words";
import { alertsTests } from "./support/alerts-tests";
import { cloneRepository } from "./support/clone";
import { computeStoryTests } from "./support/compute-story-tests";
import { type CommandOutcome, dapf, runCommand, succeeded } from "./support/dapf";
import { movedBack, movesOf } from "./support/hcl-state";
import { monitoringTests } from "./support/monitoring-tests";
import { proofTests } from "./proof/proof-tests";
import { pipelineTests } from "./support/pipeline-tests";
import { describeSharedData, type InputMaps, ownData } from "./support/reference-data";
import { parameterValue, type EmbeddedAccount } from "./support/ssm";
import { temporaryFolder } from "./support/temporary-folder";
import { trainingJobTests } from "./support/training-job-tests";

const minutes = 60_000;
const account = "731580992380";
const region = "ap-south-1";

jest.setTimeout(minutes);

/**
 * The life of one platform, told in order: every test goes on from what the one before it left. It runs in a clone of
 * its own, through the commands of the README.
 */
describe("jenkins-pl on the embedded AWS", () => {
  const clone = { root: temporaryFolder() };
  let aws: EmbeddedAccount;
  let empty: Awaited<ReturnType<typeof inventory>>;
  const local = (...words: string[]) => dapf([...words, "--local"], { cwd: clone.root });
  /** What the commands have said that the README shows. */
  let said = "";
  const stateFile = () => path.join(clone.root, ".dapf/local/terraform.jenkins-pl.tfstate");
  const addresses = () => managedAddresses(fs.readFileSync(stateFile(), "utf8"));

  beforeAll(() => {
    cloneRepository(clone.root);
  });

  afterAll(async () => {
    // A command that a failed test has left must not keep it.
    await dapf(["local", "down", "--force"], { cwd: clone.root });
  }, minutes);

  test("plan says that the embedded AWS is not running, and how to start it", async () => {
    const { exitCode, stderr } = await local("plan", "jenkins-pl");

    expect(exitCode).not.toBe(0);
    expect(stderr).toContain("dapf local up");
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  test(
    "up starts it empty",
    async () => {
      said += textOf(await succeeded(dapf(["local", "up"], { cwd: clone.root })));
      const status = await succeeded(dapf(["local", "status", "--json"], { cwd: clone.root }));
      const { endpoint } = JSON.parse(status.stdout) as { endpoint: string };
      aws = { endpoint, account, region };
    },
    minutes,
  );

  test(
    "a plan before the first deploy creates everything and makes nothing",
    async () => {
      const { exitCode, stdout } = await local("plan", "jenkins-pl", "--detailed-exitcode");
      // Planning looks up the VPC for inferencing, which the embedded AWS then provides; nothing else is there.
      empty = await inventory(aws.endpoint, account);

      expect(exitCode).toBe(2);
      expect(stdout).toMatch(/Plan for jenkins-pl: \d{3} to create/);
      expect(Object.keys(empty ?? {}).filter((collection) => !collection.startsWith("ec2/"))).toEqual([]);
    },
    minutes,
  );

  test(
    "an interrupted deploy stops in good order and keeps what it has made",
    async () => {
      let interrupted = false;
      const { exitCode, stdout, stderr } = await dapf(["deploy", "jenkins-pl", "--local", "--auto-approve"], {
        cwd: clone.root,
        onOutput: (text, child) => {
          if (interrupted || !/\[ *2\d\/\d+\]/.test(text)) return;
          interrupted = true;
          child.kill("SIGINT");
        },
      });

      said += stdout + stderr;
      expect(interrupted).toBe(true);
      expect(exitCode).toBe(130);
      expect(stdout + stderr).not.toMatch(/^ {4}at /m);
      const kept = addresses();
      expect(kept.length).toBeGreaterThanOrEqual(20);
    },
    3 * minutes,
  );

  test(
    "npm start finishes it and ends with the input map on the screen",
    async () => {
      const before = addresses();

      const outcome = await succeeded(runCommand("npm", ["start"], { cwd: clone.root }));
      const { stdout } = outcome;
      said += textOf(outcome);

      expect(stdout).toContain("training_inputs");
      expect(stdout).toContain("jenkins-pl-apsouth1-modelops-training-orchestrator");
      expect(addresses()).toEqual(expect.arrayContaining(before));
    },
    4 * minutes,
  );

  test(
    "a plan right after a deploy has no changes",
    async () => {
      const { exitCode, stdout } = await local("plan", "jenkins-pl", "--detailed-exitcode");

      expect(stdout).toMatch(/no changes/);
      expect(exitCode).toBe(0);
    },
    minutes,
  );

  test("the two SSM parameters hold the maps of the output", async () => {
    const { stdout } = await succeeded(local("output", "jenkins-pl", "step_function_inputs", "--json"));
    const maps = JSON.parse(stdout) as { ssm_params: string[]; training_inputs: object; inference_inputs: object };
    const [inferencing, training] = await Promise.all(maps.ssm_params.map((name) => parameterValue(aws, name)));

    expect(JSON.parse(training ?? "")).toEqual(maps.training_inputs);
    expect(JSON.parse(inferencing ?? "")).toEqual(maps.inference_inputs);
  });

  test("the map has the keys of the contract, and its values but for those that an environment sets", async () => {
    const { stdout } = await succeeded(local("output", "jenkins-pl", "step_function_inputs", "--json"));
    // The contract of the fixtures is one of another environment: other names, account, region.
    const names = [
      [ownData.prefix, "jenkins-pl-apsouth1"],
      [ownData.prefix.replaceAll("-", "_"), "jenkins_pl_apsouth1"],
      [ownData.account, account],
      [ownData.region, region],
      ["tides", "jenkins"],
    ] as const;
    const contract = names.reduce(
      (text, [theirs, ours]) => text.replaceAll(theirs, ours),
      JSON.stringify(withoutSettings(ownData.contract())),
    );

    expect(withoutSettings(JSON.parse(stdout) as InputMaps)).toEqual(JSON.parse(contract));
  });

  describeSharedData("its map", (data) => {
    test("equals the contract", async () => {
      const { stdout } = await succeeded(local("output", "jenkins-pl", "step_function_inputs", "--json"));

      expect(JSON.parse(stdout)).toEqual(data.contract());
    });
  });

  describe("its pipeline", () => {
    pipelineTests(
      () => aws,
      "jenkins-pl-apsouth1",
      () => clone.root,
    );

    test(
      "what the README shows is what is said (else: npm run record)",
      async () => {
        const run = await local("run", "jenkins-pl", "--context", "training", "--monitor", "--date", "2026-01-05");
        const recorded = fs.readFileSync(path.join(clone.root, "docs/session.svg"), "utf8");

        expect(run).toMatchObject({ exitCode: 0 });
        expect(unsaid(transcriptOf(recorded), said + textOf(run))).toEqual([]);
      },
      minutes,
    );
  });

  test(
    "plain cdktf deploys it with the variables of dapf local env, also targeted",
    async () => {
      const shell = (line: string) =>
        succeeded(
          runCommand("bash", ["-c", `eval "$(node bin/dapf.js local env jenkins-pl)"; ${line}`], { cwd: clone.root }),
        );

      const whole = await shell("npx cdktf deploy jenkins-pl --auto-approve");
      const targeted = await shell(
        'TF_CLI_ARGS_apply="-target=module.analytics_etl" npx cdktf deploy jenkins-pl --auto-approve',
      );
      const { stdout } = await shell("cd cdktf.out/stacks/jenkins-pl && terraform state list");

      expect(applied(whole.stdout)).toBe("0 added, 0 changed, 0 destroyed");
      expect(applied(targeted.stdout)).toBe("0 added, 0 changed, 0 destroyed");
      expect(stdout).toMatch(/^module\.analytics_etl\.module\.glue_wfs\.aws_glue_trigger\./m);
    },
    4 * minutes,
  );

  test(
    "a targeted destroy and deploy touch one module only",
    async () => {
      const before = addresses();
      const target = ["--target", "analytics_etl.glue_wfs", "--auto-approve"];

      await succeeded(local("destroy", "jenkins-pl", ...target));
      const left = addresses();
      await succeeded(local("deploy", "jenkins-pl", ...target));

      expect(before.filter((address) => !left.includes(address))).toEqual(
        before.filter((address) => address.startsWith("module.analytics_etl.module.glue_wfs.")),
      );
      expect(addresses()).toEqual(before);
    },
    2 * minutes,
  );

  test(
    "an unknown target is an error that lists the modules",
    async () => {
      const { exitCode, stderr } = await local("plan", "jenkins-pl", "--target", "analytic_etl");

      expect(exitCode).not.toBe(0);
      expect(stderr).toContain("analytics_etl");
      expect(stderr).toContain("batch_training");
    },
    minutes,
  );

  test(
    "a state with the addresses of the HCL is adopted: everything moves, nothing is added or destroyed",
    async () => {
      const before = addresses();
      const moves = movesOf(path.join(clone.root, "cdktf.out/stacks/jenkins-pl"));
      const live = moves.filter(({ to }) => before.includes(to));
      fs.writeFileSync(stateFile(), movedBack(fs.readFileSync(stateFile(), "utf8"), live));
      const ofHcl = addresses();

      const { stdout } = await succeeded(local("deploy", "jenkins-pl", "--auto-approve", "--json"));
      const { counts, applied: summary } = JSON.parse(stdout) as Record<"counts" | "applied", Record<string, number>>;
      const second = await local("plan", "jenkins-pl", "--detailed-exitcode");

      expect(live.length).toBeGreaterThan(200);
      expect(ofHcl).not.toEqual(expect.arrayContaining(before));
      expect(counts).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0, move: live.length });
      expect(summary).toMatchObject({ created: 0, changed: 0, destroyed: 0 });
      expect(addresses()).toEqual(before);
      expect(second.exitCode).toBe(0);
    },
    3 * minutes,
  );

  describe("its training queues", () => {
    trainingJobTests(
      () => aws,
      "jenkins-pl-apsouth1",
      () => clone.root,
    );
  });

  describe("its alerts", () => {
    alertsTests(() => aws, "jenkins-pl-apsouth1");
  });

  describe("its shared compute", () => {
    computeStoryTests(
      () => aws,
      () => clone.root,
    );
  });

  describe("its monitoring", () => {
    monitoringTests(
      () => aws,
      "jenkins-pl-apsouth1",
      () => clone.root,
    );
  });

  describe("least privilege", () => {
    proofTests(() => aws, "jenkins-pl-apsouth1");
  });

  test(
    "destroy leaves an empty state and an empty account",
    async () => {
      await succeeded(local("destroy", "jenkins-pl", "--auto-approve"));

      expect(addresses()).toEqual([]);
      expect(await inventory(aws.endpoint, account)).toEqual(empty);
    },
    4 * minutes,
  );

  test(
    "down leaves no process, and a fresh start has no state of the one before",
    async () => {
      await succeeded(dapf(["local", "down"], { cwd: clone.root }));
      await expect(fetch(aws.endpoint)).rejects.toThrow();

      await succeeded(dapf(["local", "up"], { cwd: clone.root }));

      expect(fs.existsSync(stateFile())).toBe(false);
    },
    minutes,
  );
});

const textOf = ({ stdout, stderr }: CommandOutcome) => stdout + stderr;

/** What Terraform says at the end of an apply, out of the text of a terminal interface. */
function applied(text: string): string | undefined {
  return /Resources: (\d+ added, \d+ changed, \d+ destroyed)/.exec(text)?.[1];
}

/** The managed resource instances of a Terraform state, sorted. */
function managedAddresses(state: string): string[] {
  // Format version 4, which Terraform has written since 0.12.
  const { resources } = JSON.parse(state) as {
    resources: { mode: string; module?: string; type: string; name: string }[];
  };
  return resources
    .filter(({ mode }) => mode === "managed")
    .map(({ module, type, name }) => [module, type, name].filter(Boolean).join("."))
    .sort();
}

/** The maps, with nothing but the key of what `step_function_settings` says. */
function withoutSettings({ ssm_params: names, training_inputs: training, inference_inputs: inferencing }: InputMaps) {
  const set =
    /^(repository|athena_|(inference_)?athenadb_|dq_table|ssm_(approved_model_prefix_path|winning_algo_name))/;
  const keep = (map: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(map).map(([key, value]) => [key, set.test(key) ? "" : value]));
  return { names, training: keep(training), inferencing: keep(inferencing) };
}
