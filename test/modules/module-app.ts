import * as fs from "node:fs";
import * as path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import { ModularApp } from "../../modules/framework/app";
import { RootModule } from "../../modules/framework/root-module";
import { temporaryFolder } from "../support/temporary-folder";

/** A root with a provider and nothing else, for tests of modules. */
export class TestRoot extends RootModule {
  constructor(scope: Construct, id = "test") {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "ap-south-1" });
  }
}

/** What synthesis wrote: file path relative to the root's folder -> parsed JSON. */
export type Synthesized = Record<string, TerraformJson>;

/** The parts of Terraform's JSON syntax that the tests look at. */
export interface TerraformJson {
  readonly resource?: Record<string, Record<string, Record<string, unknown>>>;
  readonly data?: Record<string, Record<string, Record<string, unknown>>>;
  readonly module?: Record<string, Record<string, unknown>>;
  readonly variable?: Record<string, Record<string, unknown>>;
  readonly output?: Record<string, Record<string, unknown>>;
  readonly moved?: { from: string; to: string }[];
  readonly terraform?: Record<string, unknown>;
  readonly provider?: Record<string, unknown[]>;
}

/** A fresh app that writes into a temporary folder. */
export function testApp(): ModularApp {
  return new ModularApp({ outdir: temporaryFolder() });
}

/** Synthesizes and reads back every Terraform file of the stack. */
export function synthesize(app: ModularApp, stack = "test"): Synthesized {
  app.synth();
  const folder = path.join(app.outdir, "stacks", stack);
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".tf.json"));
  return Object.fromEntries(
    files.sort().map((file) => [
      file.split(path.sep).join("/"),
      // Terraform wrote nothing here: the text is our own synthesis, whose shape the tests then check.
      JSON.parse(fs.readFileSync(path.join(folder, file), "utf8")) as TerraformJson,
    ]),
  );
}
