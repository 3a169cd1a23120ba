import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { loadEnvironment } from "../config/loader";
import { cloneRepository } from "../test/support/clone";
import { PipelineDriver } from "../test/support/pipeline-driver";
import type { Claim, Row } from "./claim";
import { sideBySide, stopwatch } from "./measure";
import { repository, runNode } from "./run";

const ROUNDS = 3;

const upSchema = z.object({ endpoint: z.string() });

/** A deploy and a pipeline run on an embedded AWS that asks for permissions, beside one that does not. */
export async function iamClaims(folder: string): Promise<Claim[]> {
  const [enforced, off] = await sideBySide(
    ROUNDS,
    () => lifeOf(folder, "enforce"),
    () => lifeOf(folder, "off"),
  );
  return [
    ratio("full deploy with permissions enforced, beside --iam off", enforced.deploy, off.deploy, 1.05),
    ratio("pipeline run with permissions enforced, beside --iam off", enforced.run, off.run, 1.1),
  ];
}

/** @returns seconds of a deploy to a new embedded AWS, and of a training run there */
async function lifeOf(folder: string, iam: string): Promise<{ readonly deploy: number; readonly run: number }> {
  const root = fs.mkdtempSync(path.join(folder, `${iam}-`));
  cloneRepository(root);
  const dapf = (...words: string[]) => runNode([path.join(root, "bin/dapf.js"), ...words], root);
  try {
    const { endpoint } = upSchema.parse(JSON.parse(await dapf("local", "up", "--iam", iam, "--json")));
    const deploying = stopwatch();
    await dapf("deploy", "jenkins-pl", "--local", "--auto-approve");
    const deploy = deploying().seconds;
    const { settings, prefix } = loadEnvironment(repository, "jenkins-pl");
    const place = { endpoint, account: settings.account_number, region: settings.region };
    const pipeline = new PipelineDriver(place, prefix);
    await pipeline.runEtl();
    await pipeline.setLiveJobDefinition("training");
    const running = stopwatch();
    const { status, cause } = await pipeline.run("training");
    const run = running().seconds;
    if (status !== "SUCCEEDED") throw new Error(`the pipeline run with --iam ${iam} is ${status}: ${cause ?? ""}`);
    return { deploy, run };
  } finally {
    await dapf("local", "down", "--force");
  }
}

function ratio(claim: string, enforced: number, off: number, atMost: number): Row {
  const measured = enforced / off;
  return {
    claim,
    measured: `${measured.toFixed(3)} (${enforced.toFixed(1)} s and ${off.toFixed(1)} s, medians of ${ROUNDS})`,
    goal: `at most ${atMost}`,
    met: measured <= atMost,
  };
}
