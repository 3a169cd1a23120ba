/** The files of a new project that are made, not copied. */
import { randomUUID } from "node:crypto";
import { ENVIRONMENT, initPrefix, type InitSettings } from "./settings";
import { templateQueues } from "./template";

export const MAIN = `import { synthesizePlatform } from "dapf";

// environments -> modules -> cdktf.out
synthesizePlatform(__dirname);
`;

/** What runs it, for plain `cdktf`. */
export const APP = "node --require dapf/typescript main.ts";

export function cdktfJson(): string {
  const settings = { language: "typescript", app: APP, projectId: randomUUID(), sendCrashReports: "false" };
  return json({ ...settings, terraformProviders: [], terraformModules: [], context: {} });
}

export function tsconfigJson(): string {
  const compilerOptions = {
    target: "es2022",
    lib: ["es2023"],
    module: "node16",
    moduleResolution: "node16",
    types: ["node"],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  };
  return json({ compilerOptions, include: ["main.ts", "environments/**/*.ts"] });
}

/** What of a project no repository wants. */
export const IGNORED = ["node_modules/", "cdktf.out/", ".dapf/", ".terraform/", "*.tfstate", "*.tfstate.*", "*.tfplan"];

export function environmentText(settings: InitSettings): string {
  const { name, region, account } = settings;
  return `import { defineEnvironment } from "dapf";

/** \`npm start\` deploys it to the embedded AWS. Every key: node_modules/dapf/docs/environments.md */
export default defineEnvironment({
  // Names of resources begin with these two and the Region: ${initPrefix(settings)}.
  use_case_name: ${JSON.stringify(name)},
  env: ${JSON.stringify(ENVIRONMENT)},
  region: ${JSON.stringify(region)},
  // Nothing is ever deployed to another account.
  account_number: ${JSON.stringify(account)},
  // A tag of every resource.
  repo_url: ${JSON.stringify(`https://github.com/example/${name}`)},
  // Where Terraform's state is kept; without it, in this folder.
  // state_backend: { bucket: "a-bucket-of-yours" },
  mapping_json_path: "model/common/mapping.json",
  inferencing: {
    // Looked up by tag, so that no id of an account stands here; \`dapf local up\` makes a VPC with this tag.
    batch_vpc: {
      vpc_tags: { Name: "dapf-batch-inferencing" },
      subnet_tags: { Name: "dapf-batch-inferencing" },
    },
  },
  analytics_etl: {
    expected_dq_job_count: 2,
    glue_config_paths: ["analytics-etl/glue_jobs.config.json", "analytics-etl/glue_wf.config.json"],
  },
  training_queues: { path: "environments/${ENVIRONMENT}.queues.ts" },
});
`;
}

/** The queues of the example, by names of this project. */
export function queuesText({ name }: InitSettings): string {
  return templateQueues()
    .replaceAll("jenkins-pl", `${name}-${ENVIRONMENT}`)
    .replace(/from "[^"]*"/, 'from "dapf"');
}

/** The first environment of the list of the pipelines, by the name that it has in this project. */
export function pipelineEnvironments(text: string, environment: string): string {
  // Cast: a JSON object of this repository, whose entries are texts and objects of texts.
  const [first] = Object.entries(JSON.parse(text) as Record<string, unknown>);
  const own = JSON.stringify(Object.fromEntries(first === undefined ? [] : [first]));
  return json(JSON.parse(own.replace(/\bdev\b/g, environment)));
}

/** A workflow for GitHub, with that one environment. */
export function environmentWorkflow(text: string, environment: string): string {
  return text
    .replaceAll("[main, uat, production]", "[main]")
    .replace(/^ *uat \| production\) .*\n/m, "")
    .replace("main) environment=dev ;;", `main) environment=${environment} ;;`)
    .replace("[dev, uat, production]", `[${environment}]`);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
