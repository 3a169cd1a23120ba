import * as fs from "node:fs";
import * as path from "node:path";
import { loadEnvironments } from "../../config/loader";
import { ModularApp } from "../../modules/framework/app";
import { skipCreationStacks } from "../../modules/framework/creation-stacks";
import { PlatformStack } from "../../modules/platform";
import { temporaryFolder, write } from "../deploy/folders";
import { differencesOf, type Digests, digestsOf } from "./digests";

const root = path.resolve(__dirname, "../..");
const record = path.join(root, "test/data/digests.json");
const outdir = temporaryFolder();

/** Synthesizes every environment for the cloud and for the embedded AWS, as `main.ts` does. */
function synthesizeAll(): Record<string, Digests> {
  skipCreationStacks();
  const environments = loadEnvironments(root);
  const all = ["cloud", "embedded"].flatMap((mode) => {
    const app = new ModularApp({ outdir: path.join(outdir, mode) });
    for (const environment of environments) {
      new PlatformStack(app, environment.name, { environment, embedded: mode === "embedded" });
    }
    app.synth();
    return environments.map(({ name }) => {
      return [`${name} (${mode})`, digestsOf(path.join(app.outdir, "stacks", name), root)] as const;
    });
  });
  return Object.fromEntries(all);
}

describe("what synthesis writes", () => {
  it("is byte for byte what was recorded, in every environment", () => {
    const found = synthesizeAll();
    if (process.env.DAPF_RECORD_DIGESTS === "1") write(record, `${JSON.stringify(found, null, 2)}\n`);
    // The record was written here.
    const recorded = JSON.parse(fs.readFileSync(record, "utf8")) as Record<string, Digests>;
    const hint = "if that is meant, record it anew with DAPF_RECORD_DIGESTS=1 (CONTRIBUTING.md)";
    const differences = differencesOf(recorded, found);
    expect(differences.length === 0 ? [] : [...differences, hint]).toEqual([]);
  });

  it("is told by environment and file where it differs", () => {
    const recorded = { "a (cloud)": { assets: "1", "cdk.tf.json": "2", gone: "3" }, "b (cloud)": { assets: "1" } };
    const found = { "a (cloud)": { assets: "1", "cdk.tf.json": "4", more: "5" }, "b (cloud)": { assets: "1" } };
    expect(differencesOf(recorded, found)).toEqual(["a (cloud): cdk.tf.json, gone, more"]);
    expect(differencesOf(recorded, { "a (cloud)": recorded["a (cloud)"] })).toEqual(["b (cloud): assets"]);
  });

  it("counts wherever the stack and the repository are, but not where the state is", () => {
    const stackIn = (place: string, state: string) => {
      const folder = path.join(outdir, place, "out/stacks/dev");
      const local = { path: path.relative(folder, path.join(outdir, place, state)) };
      write(path.join(folder, "cdk.tf.json"), JSON.stringify({ terraform: { backend: { local } } }, null, 2));
      return digestsOf(folder, path.join(outdir, place));
    };
    expect(stackIn("here", "dev.tfstate")).toEqual(stackIn("in/another/place", "dev.tfstate"));
    expect(stackIn("here", "dev.tfstate")).not.toEqual(stackIn("there", ".dapf/local/dev.tfstate"));
  });
});
