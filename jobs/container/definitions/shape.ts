import type { ContainerProperties, RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";
import type { z } from "zod";
import { jobDefinition } from "../../../aws/batch/requests/job-definition";
import type { Checked } from "../../../aws/fields/field";
import { fileShape } from "../../../aws/fields/shape";
import { jobFileOptions, type Sized } from "../resources";

/** A RegisterJobDefinition request, as files have it. */
export type DefinitionInput = Omit<Checked<RegisterJobDefinitionRequest>, "containerProperties"> & {
  readonly containerProperties?: Sized<Checked<ContainerProperties>>;
};

// Cast: the sizes of the container are texts.
export const definitionShape = fileShape(jobDefinition, jobFileOptions("containerProperties")).describe(
  "the job definition",
) as z.ZodType<unknown> as z.ZodType<DefinitionInput>;
