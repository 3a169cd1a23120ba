import * as path from "node:path";
import { temporaryFolder } from "../deploy/folders";
import { commandLine } from "./command-line";

const root = temporaryFolder();
let count = 0;

function fresh() {
  count += 1;
  const line = commandLine(path.join(root, String(count)));
  line.aws.running = true;
  return Object.assign((...words: string[]) => line.run(["local", "simulate", ...words]), { aws: line.aws });
}

describe("dapf local simulate", () => {
  test("adds to what was said before, and shows all of it", async () => {
    const simulate = fresh();
    await simulate("DAPF_CONTEXT=training", "--duration", "2.5");
    const { exitCode, stdout } = await simulate("DAPF_MAPPING_ID=gearbox/xgb", "--exit-code", "1,0");

    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      "DAPF_CONTEXT=training: DAPF_DURATION_SECONDS=2.5\nDAPF_MAPPING_ID=gearbox/xgb: DAPF_EXIT_CODE=1,0\n",
    );
  });

  test("says how training jobs of a name go", async () => {
    const simulate = fresh();
    await simulate("--training-jobs", "*", "--duration", "120");
    const { exitCode, stdout } = await simulate(
      "--training-jobs",
      "churn*",
      "epochs=3",
      "--outcome",
      "FAILED:a b,SUCCEEDED",
    );

    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      "training jobs *: dapf_duration_seconds=120\ntraining jobs churn* epochs=3: dapf_outcome=FAILED:a b,SUCCEEDED\n",
    );
  });

  test("says what is wrong with a compute environment, one thing at a time", async () => {
    const simulate = fresh();
    await simulate("DAPF_CONTEXT=training", "--exit-code", "1");
    await simulate("--compute-environment", "gpu", "--reason", "invalid");
    const lacking = ["--reason", "insufficient-capacity", "--instance-types", "p4d.24xlarge,p5"];
    expect((await simulate("--compute-environment", "gpu", ...lacking)).stdout).toBe(
      "DAPF_CONTEXT=training: DAPF_EXIT_CODE=1\ncompute environment gpu: insufficient-capacity p4d.24xlarge p5\n",
    );
    expect((await simulate("--compute-environment", "cpu", "--reason", "none")).stdout).toContain("gpu");
    expect((await simulate("--compute-environment", "gpu", "--reason", "none")).stdout).toBe(
      "DAPF_CONTEXT=training: DAPF_EXIT_CODE=1\n",
    );
  });

  test("takes Spot capacity away, once", async () => {
    const simulate = fresh();
    const words = ["--compute-environment", "spot", "--reason", "spot-reclaim"];
    expect((await simulate(...words)).stdout).toBe("reclaimed: 2 instances, 1 jobs\n");
    expect(JSON.parse((await simulate(...words, "--json")).stdout)).toEqual({
      reclaimed: { instances: ["i-1", "i-2"], jobs: ["a"] },
    });
    expect(simulate.aws.reclaimed).toEqual(["spot", "spot"]);
    expect((await simulate()).stdout).toBe("Jobs go as they say themselves\n");
  });

  test("forgets on demand", async () => {
    const simulate = fresh();
    await simulate("DAPF_CONTEXT=training", "--exit-code", "1");

    expect((await simulate("--clear")).stdout).toBe("Jobs go as they say themselves\n");
    expect((await simulate("--json")).stdout).toContain('"simulations": []');
  });

  test.each([
    [["DAPF_CONTEXT"], "DAPF_CONTEXT is not of the form VARIABLE=value"],
    [["DAPF_CONTEXT=training"], "Give --exit-code or --duration"],
    [["--exit-code", "1"], "which jobs?"],
    [["A=b", "--exit-code", "one"], "--exit-code cannot be one"],
    [["--training-jobs", "*"], "Give --outcome or --duration"],
    [["--training-jobs", "*", "--exit-code", "1"], "--exit-code is for container jobs"],
    [["--training-jobs", "*", "--outcome", "MAYBE"], "--outcome cannot be MAYBE"],
    [["A=b", "--outcome", "FAILED"], "--outcome is for training jobs"],
    [["A=b", "--duration=-1"], "--duration cannot be -1"],
    [["--reason", "invalid"], "of which environment? Give --compute-environment"],
    [["--instance-types", "m5"], "--instance-types needs --compute-environment and --reason"],
    [["--compute-environment", "gpu"], "what about gpu? Give --reason"],
    [["--compute-environment", "gpu", "--reason", "hungry"], "--reason cannot be hungry; give insufficient-capacity,"],
    [["--compute-environment", "gpu", "--reason", "invalid", "A=b"], "--compute-environment is not about jobs"],
    [["--compute-environment", "gpu", "--reason", "invalid", "--duration", "1"], "is not about jobs"],
    [["--compute-environment", "gpu", "--reason", "invalid", "--instance-types", "m5"], "--instance-types goes with"],
    [
      ["--compute-environment", "gpu", "--reason", "insufficient-capacity", "--instance-types", "m5,"],
      "--instance-types cannot be m5,",
    ],
  ])("refuses %j", async (words, message) => {
    const { exitCode, stderr } = await fresh()(...words);

    expect(exitCode).not.toBe(0);
    expect(stderr).toContain(message);
  });
});
