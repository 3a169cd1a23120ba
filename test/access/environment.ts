import * as path from "node:path";
import { loadEnvironment, parseEnvironment } from "../../config/loader";
import type { Environment, EnvironmentInput } from "../../config/environment";
import { loadTypeScript } from "../../config/typescript-file";

export const repository = path.resolve(__dirname, "../..");

/** @returns jenkins-pl of this repository with other settings */
export function environmentWith(changes: Partial<EnvironmentInput>): Environment {
  const { file, name } = loadEnvironment(repository, "jenkins-pl");
  const input = loadTypeScript(repository, file).default as EnvironmentInput; // Cast: it has just been loaded.
  return parseEnvironment({ root: repository, name, file }, { ...input, ...changes });
}

/** What makes every statement appear that an environment can have. */
export const everything: Partial<EnvironmentInput> = {
  state_backend: { bucket: "team-state", kms_key_id: "alias/team-state" },
  compute: { path: "test/access/compute.json" },
  alerts: { emails: ["team@example.com"] },
  enable_monitoring: true,
  monitoring: Object.fromEntries(
    ["data_quality", "feature_store", "inferencing_model_quality", "training_model_quality"].map((job) => [
      `glue_${job}_params`,
      { path: "model/training_job/evaluation/evaluation_summary.py" },
    ]),
  ),
};
