import type { ContainerProperties, JobDefinition, RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";
import { z } from "zod";
import { jobDefinition } from "../../../aws/batch/requests/job-definition";
import type { Checked } from "../../../aws/fields/field";
import { fileShape } from "../../../aws/fields/shape";
import { jobFileOptions, type Sized } from "../resources";

/** A RegisterJobDefinition request, as files have it. */
export type DefinitionInput = Omit<Checked<RegisterJobDefinitionRequest>, "containerProperties"> & {
  readonly containerProperties?: Sized<Checked<ContainerProperties>>;
};

const told = z.never({ error: "is what AWS Batch tells of a revision, and does not take: leave it out" });
// What DescribeJobDefinitions answers beside the request.
const added = {
  jobDefinitionArn: told,
  revision: told,
  status: told,
  containerOrchestrationType: told,
} satisfies Record<Exclude<keyof JobDefinition, keyof RegisterJobDefinitionRequest>, z.ZodType>;

// Cast: the sizes of the container are texts.
export const definitionShape = fileShape(jobDefinition, { ...jobFileOptions("containerProperties"), added }).describe(
  "the job definition",
) as z.ZodType<unknown> as z.ZodType<DefinitionInput>;
