/** Registered models go with their group: SageMaker deletes no model package group that has some. */
import { z } from "zod";
import { DapfError } from "../../errors";
import { AwsCallError } from "../../aws/errors";
import { sageMakerClient } from "../../aws/services";
import type { PlannedChange } from "../plan/changes";

/** SageMaker did not delete the models of a group; the plan has not been applied. */
export class ModelPackagesError extends DapfError {
  constructor(
    /** Name of the model package group. */
    readonly group: string,
    readonly reason: string,
  ) {
    super(`The model packages of ${group} could not be deleted: ${reason}\nRun the same command again to go on.`);
  }
}

export interface ModelPackageGroup {
  readonly name: string;
  readonly region: string;
}

const GROUP_TYPE = "aws_sagemaker_model_package_group";

// The part of `terraform show -json <plan>` that tells what a resource is now.
const planJson = z.object({
  resource_changes: z.array(
    z.object({
      type: z.string(),
      change: z.object({ actions: z.array(z.string()), before: z.unknown() }),
    }),
  ),
});

const groupState = z.object({ model_package_group_name: z.string(), arn: z.string() });

/** @returns whether a plan deletes a group, also to make it anew */
export function deletesGroups(changes: readonly PlannedChange[]): boolean {
  return changes.some(({ type, action }) => type === GROUP_TYPE && (action === "delete" || action === "replace"));
}

/**
 * @param json standard output of `terraform show -json <plan>`
 * @returns the groups that the plan deletes
 * @throws SyntaxError or ZodError when the text is not a plan
 */
export function deletedGroups(json: string): ModelPackageGroup[] {
  return planJson
    .parse(JSON.parse(json))
    .resource_changes.filter(({ type, change }) => type === GROUP_TYPE && change.actions.includes("delete"))
    .map(({ change }) => groupState.parse(change.before))
    .map(({ model_package_group_name: name, arn }) => ({ name, region: arn.split(":")[3] ?? "" }));
}

/**
 * Deletes the models of a group (API: ListModelPackages, DeleteModelPackage). What is gone already is fine, so that a
 * command that was broken off can be run again.
 *
 * @returns how many there were
 * @throws ModelPackagesError when SageMaker refuses, or does not answer
 */
export async function deleteModelPackages(
  { name, region }: ModelPackageGroup,
  variables: NodeJS.ProcessEnv,
): Promise<number> {
  const sageMaker = sageMakerClient({ region, variables });
  try {
    const request = { ModelPackageGroupName: name };
    const models = await sageMaker.all("ListModelPackages", request, (page) => page.ModelPackageSummaryList);
    const arns = models.flatMap(({ ModelPackageArn }) => ModelPackageArn ?? []);
    for (const ModelPackageName of arns) {
      await sageMaker.call("DeleteModelPackage", { ModelPackageName }).catch(unlessGone);
    }
    return arns.length;
  } catch (error) {
    throw new ModelPackagesError(name, error instanceof Error ? error.message : String(error));
  } finally {
    sageMaker.close();
  }
}

/** SageMaker says so in a ValidationException, which it has for anything else, too. */
function unlessGone(error: unknown): void {
  if (!(error instanceof AwsCallError) || !error.reason.includes("does not exist")) throw error;
}
