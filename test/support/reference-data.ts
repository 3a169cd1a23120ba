import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Environment } from "../../config/environment";
import { loadEnvironment } from "../../config/loader";
import { hclDeployment, type HclResource, row, type Site, type SiteSettings, stateText } from "./hcl-deployment";
import { changeSettings, layOutTeamRepository, type TeamFiles } from "./hcl-project";

/** What the HCL planned: a resource with the arguments that it states. */
export interface PlannedResource {
  readonly address: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A deployment of the HCL with its team's files, that dapf is compared with. */
export interface ReferenceData extends TeamFiles {
  /** Absolute path of the folder with `environments/`, `analytics-etl/`, `jobs/`. */
  readonly folder: string;
  readonly prefix: string;
  readonly account: string;
  readonly region: string;
  /** What the HCL planned. */
  planned(): readonly PlannedResource[];
  /** The contract of the step functions' input maps. */
  contract(): InputMaps;
  /** The environment that the contract is about, in a repository that can be synthesized. */
  contractEnvironment(): Environment;
  /** How many resources there are: all, those of the analytics ETL, its jobs, workflows and triggers. */
  readonly counts: Readonly<Record<"all" | "etl" | "jobs" | "workflows" | "triggers", number>>;
  /** Place and key of the argument that stands twice in a job of the ETL configuration. */
  readonly twice: RegExp;
}

export interface InputMaps {
  readonly ssm_params: readonly string[];
  readonly training_inputs: Readonly<Record<string, string>>;
  readonly inference_inputs: Readonly<Record<string, string>>;
}

/** Every file of the fixtures and of the reference data is of the shape that the tests then compare. */
const json = <T>(text: string): T => JSON.parse(text) as T;

const ownFolder = resolve(__dirname, "../data");
const readOwn = (file: string) => readFileSync(join(ownFolder, file), "utf8");

/** The shared Python of the team of `tides`. */
export const tidesUtils = ["frames.py", "levels.py", "io/tables.py"];

const tides: Omit<Site, "settings" | "etl" | "utils"> = {
  prefix: "tides-qa-eucentral1",
  account: "123456789012",
  region: "eu-central-1",
};

function ownDeployment(): HclResource[] {
  const settings = json<SiteSettings>(readOwn("environments/tides.tfvars.json"));
  const etl = json<HclResource[]>(readOwn("hcl/analytics-etl.json")).map(({ address, values, computed }) =>
    row(address, values, { id: String(values.name ?? values.key), ...computed }),
  );
  return hclDeployment({ ...tides, settings, etl, utils: tidesUtils });
}

/** The fixtures of this repository. */
export const ownData: ReferenceData = {
  ...tides,
  folder: ownFolder,
  environment: "tides",
  read: readOwn,
  planned: ownDeployment,
  state: () => {
    const settings = json<SiteSettings>(readOwn("environments/tides.tfvars.json"));
    return stateText(settings, ownDeployment());
  },
  contract: () => json(readOwn("step-function-inputs.json")),
  contractEnvironment: () => {
    const root = layOutTeamRepository(ownData);
    changeSettings(root, ownData, { step_function_settings: json(readOwn("step-function-settings.json")) });
    return loadEnvironment(root, ownData.environment);
  },
  // As many as the HCL has for any environment with monitoring (314 with 101 of the ETL and 7 shared modules), less four
  // shared modules in each of the two contexts: 4 + 5 + 32 + (107 - 4) + (67 - 4) + 30. Of the ETL 10 (three of them shared
  // modules), jobs, workflows, triggers and six scripts.
  counts: { all: 237, etl: 32, jobs: 6, workflows: 2, triggers: 8 },
  twice: /:20:9: .*--stations stands twice/,
};

const sharedFolder = resolve(__dirname, "../../../shared/data");
const readShared = (file: string) => readFileSync(join(sharedFolder, file), "utf8");

/** The reference data beside the repository. */
export const sharedData: ReferenceData = {
  folder: sharedFolder,
  environment: "jenkins-pl",
  prefix: "jenkins-pl-apsouth1",
  account: "731580992380",
  region: "ap-south-1",
  read: readShared,
  planned: () => json(readShared("hcl/jenkins-pl.resources.json")),
  state: () => readShared("hcl/jenkins-pl.tfstate"),
  contract: () => json(readShared("step-function-inputs.jenkins-pl.json")),
  // It was made for what is this repository's own jenkins-pl.
  contractEnvironment: () => loadEnvironment(resolve(__dirname, "../.."), "jenkins-pl"),
  counts: { all: 314, etl: 101, jobs: 33, workflows: 3, triggers: 18 },
  twice: /:1024:17: .*--obs_key_path stands twice/,
};

/** Tests of the reference data beside the repository; where it is absent one skipped test says so. */
export function describeSharedData(title: string, tests: (data: ReferenceData) => void): void {
  const skipped = it.skip;
  describe(title, () => {
    // Not even collected where it is absent: they read the data while they are.
    if (existsSync(sharedFolder)) tests(sharedData);
    else skipped("(skipped: ../shared/data is absent)", () => undefined);
  });
}

/** Tests that run on the fixtures of this repository, and again on the reference data where that is beside it. */
export function describeReferenceData(title: string, tests: (data: ReferenceData) => void): void {
  describe(`${title} (test/data)`, () => {
    tests(ownData);
  });
  describeSharedData(`${title} (../shared/data)`, tests);
}
