import type { LogConfiguration, RepositoryCredentials, Secret } from "@aws-sdk/client-batch";
import type { Checked } from "../../../aws/fields/field";
import type { ValueProblem } from "../../zod-problems";
import type { Path } from "./problem";

interface Reader {
  readonly secrets?: readonly Checked<Secret>[];
  readonly logConfiguration?: Checked<LogConfiguration>;
  readonly repositoryCredentials?: Checked<RepositoryCredentials>;
}

/** AWS Batch User Guide, "Specify sensitive data" and "Private registries": what the execution role is read with. */
export function secretProblems(container: Reader, executionRoleArn: string | undefined, path: Path): ValueProblem[] {
  if (executionRoleArn !== undefined) return [];
  const read: [Path, string][] = [];
  if ((container.secrets ?? []).length > 0) read.push([["secrets"], "Specify sensitive data"]);
  if ((container.logConfiguration?.secretOptions ?? []).length > 0) {
    read.push([["logConfiguration", "secretOptions"], "Specify sensitive data"]);
  }
  if (container.repositoryCredentials !== undefined) read.push([["repositoryCredentials"], "Private registries"]);
  return read.map(([at, page]) => ({
    path: [...path, ...at],
    rule: "needs executionRoleArn, the role with which it is read",
    source: `AWS Batch User Guide, ${page}`,
  }));
}
