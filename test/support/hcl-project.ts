import * as fs from "node:fs";
import * as path from "node:path";
import { loadEnvironment } from "../../config/loader";
import { stateFileName } from "../../config/state-key";
import { PlatformStack } from "../../modules/platform";
import { ModularApp } from "../../modules/framework/app";
import { repositoryWith } from "../config/support";

const etlFiles = ["analytics-etl/glue_jobs.config.json", "analytics-etl/glue_wf.config.json"];
/** What a team has in its repository, and the state of what it deployed. */
export interface TeamFiles {
  /** The environment that is deployed. */
  readonly environment: string;
  /** The text of a file of the repository. */
  read(file: string): string;
  /** The text of the state that the HCL wrote. */
  state(): string;
}

const environmentFile = ({ environment }: TeamFiles) => `environments/${environment}.tfvars.json`;

/**
 * Lays out the repository of the team whose HCL deployment the data describes: its environment, its ETL configuration,
 * and the scripts whose names are in the state, with content of ours.
 *
 * @returns absolute path of the repository
 */
export function layOutTeamRepository(data: TeamFiles): string {
  // The shape of a Terraform state is known.
  const { resources } = JSON.parse(data.state()) as {
    resources: { mode: string; type: string; instances: { attributes: { source?: string } }[] }[];
  };
  const scripts = resources
    .filter(({ mode, type }) => mode === "managed" && type === "aws_s3_object")
    .flatMap(({ instances }) => instances.map(({ attributes }) => String(attributes.source)))
    // Relative to the HCL's folder, which was in the repository.
    .map((source) => path.posix.normalize(source).replace(/^(\.\.\/)+/, ""))
    // These were the HCL's own; dapf has its own, too.
    .filter((file) => !file.startsWith("framework/"));
  return repositoryWith({
    ...Object.fromEntries(scripts.map((file) => [file, file.endsWith(".json") ? {} : `# ${file}\n`])),
    ...Object.fromEntries([environmentFile(data), ...etlFiles].map((file) => [file, data.read(file)])),
  });
}

/** Adds settings to the environment of that repository; `<the value of x>` in them is what the setting x says. */
export function changeSettings(root: string, data: TeamFiles, changes: object): void {
  const file = path.join(root, environmentFile(data));
  // The reference data has the shape of an environment.
  const settings = JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, unknown>;
  const text = JSON.stringify(changes).replace(/<the value of (\w+)>/g, (_, key: string) => String(settings[key]));
  fs.writeFileSync(file, JSON.stringify({ ...settings, ...(JSON.parse(text) as object) }));
}

/**
 * Synthesizes that repository for the embedded AWS.
 * @returns absolute path of the folder that Terraform runs in, and of the file that has its state
 */
export function synthesizePlatform(
  root: string,
  name: string,
): { readonly folder: string; readonly stateFile: string } {
  const outdir = path.join(root, "cdktf.out");
  const environment = loadEnvironment(root, name);
  const app = new ModularApp({ outdir });
  new PlatformStack(app, name, { environment, embedded: true });
  app.synth();
  return {
    folder: path.join(outdir, "stacks", name),
    stateFile: path.join(root, ".dapf/local", stateFileName(environment)),
  };
}
