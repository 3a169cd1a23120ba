/** Registered models go with their group: SageMaker deletes no model package group that has some. */
import { createRequire } from "node:module";
import type * as Sdk from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { clientSettings } from "../aws-client";
import type { PlannedChange } from "../plan/changes";

/** SageMaker did not delete the models of a group; the plan has not been applied. */
export class ModelPackagesError extends Error {
  override readonly name = "ModelPackagesError";

  constructor(
    /** Name of the model package group. */
    readonly group: string,
    readonly reason: string,
  ) {
    super(`the model packages of ${group} could not be deleted: ${reason}`);
  }
}

export interface ModelPackageGroup {
  readonly name: string;
  readonly region: string;
}

const GROUP_TYPE = "aws_sagemaker_model_package_group";

// The SDK waits between them, longer each time: a group may have hundreds of models.
const ATTEMPTS = 10;

const load = createRequire(__filename);

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
  const sdk = load("@aws-sdk/client-sagemaker") as typeof Sdk; // Cast: it is the package whose types these are.
  const settings = clientSettings({ region, variables }, "SAGEMAKER");
  const client = new sdk.SageMakerClient({ ...settings, maxAttempts: ATTEMPTS });
  try {
    const arns: string[] = [];
    for await (const page of sdk.paginateListModelPackages({ client }, { ModelPackageGroupName: name })) {
      arns.push(...(page.ModelPackageSummaryList ?? []).flatMap(({ ModelPackageArn }) => ModelPackageArn ?? []));
    }
    for (const ModelPackageName of arns) {
      await client.send(new sdk.DeleteModelPackageCommand({ ModelPackageName })).catch(unlessGone);
    }
    return arns.length;
  } catch (error) {
    throw new ModelPackagesError(name, error instanceof Error ? error.message : String(error));
  } finally {
    client.destroy();
  }
}

/** SageMaker says so in a ValidationException, which it has for anything else, too. */
function unlessGone(error: unknown): void {
  if (!(error instanceof Error) || !error.message.includes("does not exist")) throw error;
}
