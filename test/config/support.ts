import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ConfigError, type ConfigProblem } from "../../config/errors";
import { temporaryFolder } from "../support/temporary-folder";

/** @returns the absolute path of a new folder with the given files; objects are written as JSON. */
export function repositoryWith(files: Readonly<Record<string, unknown>>): string {
  const root = temporaryFolder();
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), typeof content === "string" ? content : JSON.stringify(content, null, 2));
  }
  return root;
}

/** @returns the ConfigError that the function throws; any other outcome fails the test. */
export function configErrorOf(run: () => unknown): ConfigError {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("expected a ConfigError, but nothing was thrown");
}

/** @returns the problems of the ConfigError that the function throws. */
export function problemsOf(run: () => unknown): readonly ConfigProblem[] {
  return configErrorOf(run).problems;
}

/** The smallest environment that is valid; tests spread it and change what they are about. */
export const minimal = {
  use_case_name: "churn",
  env: "dev",
  region: "eu-west-1",
  repo_url: "https://github.com/example/churn",
  account_number: "123456789012",
  mapping_json_path: "model/common/mapping.json",
  inferencing: {
    batch_vpc: { vpc_id: "vpc-0123456789abcdef0", subnet_ids: ["subnet-0123456789abcdef0"] },
  },
  analytics_etl: { expected_dq_job_count: 1 },
} as const;
