import * as path from "node:path";
import { loadEnvironment } from "../../config/loader";
import { declaredIn } from "../../diagnosis/declared";
import { valid as compute } from "../config/compute/fixture";
import { minimal } from "../config/support";
import { valid as training } from "../config/training-queues/fixture";
import { temporaryFolder, write, writeJson } from "../deploy/folders";

const HERE = `${minimal.region}:${minimal.account_number}`;
const arn = (resource: string) => `arn:aws:batch:${HERE}:${resource}`;

/** An environment that declares queues of both kinds. */
function environment(change: (root: string) => void = () => undefined) {
  const root = temporaryFolder();
  const files = { training_queues: { path: "queues.json" }, compute: { path: "config/compute.json" } };
  writeJson(path.join(root, "environments", "dev.tfvars.json"), { ...minimal, ...files });
  write(path.join(root, "queues.json"), JSON.stringify(training, undefined, 2));
  write(path.join(root, "config", "compute.json"), JSON.stringify(compute, undefined, 2));
  change(root);
  return loadEnvironment(root, "dev");
}

/** Line of a text in a declaration, as an editor counts. */
const lineOf = (declarations: object, text: string): number =>
  JSON.stringify(declarations, undefined, 2)
    .split("\n")
    .findIndex((line) => line.includes(text)) + 1;

describe("where what is live was declared", () => {
  it("is the file and line of the request, of queues of both kinds and what they consist of", () => {
    const declared = declaredIn(environment());

    expect(declared(arn("job-queue/cpu"))).toBe(`config/compute.json:${lineOf(compute, "CPU_QUEUE_CREATE_REQUEST")}`);
    expect(declared(arn("compute-environment/gpu"))).toBe(
      `config/compute.json:${lineOf(compute, "GPU_CE_CREATE_REQUEST")}`,
    );
    const [name = ""] = Object.values(training.TrainingJobQueues).filter((one) => typeof one === "string");
    const key = Object.entries(training.TrainingJobQueues).find(([, one]) => one === name)?.[0] ?? "";
    const request = key.replace(/_NAME$/, "_CREATE_REQUEST");
    expect(declared(arn(`job-queue/${name}`))).toBe(`queues.json:${lineOf(training, request)}`);
  });

  it("is nowhere for what no file declares, and for nothing", () => {
    const declared = declaredIn(environment());

    expect(declared(arn("job-queue/somebody-elses"))).toBeUndefined();
    expect(declared(arn("job-queue/cpu").replace(minimal.region, "us-west-2"))).toBeUndefined();
    expect(declared(undefined)).toBeUndefined();
  });

  it("is told of one file when another is wrong: what is wrong there other commands say", () => {
    const declared = declaredIn(environment((root) => writeJson(path.join(root, "queues.json"), { Queues: 1 })));

    expect(declared(arn("job-queue/cpu"))).toMatch(/^config\/compute\.json:\d+$/);
  });
});
