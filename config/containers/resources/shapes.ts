import type { ContainerProperties } from "@aws-sdk/client-batch";
import type { FileOptions } from "../../../aws/fields/shape";
import { scalarText } from "../../scalars";
import { ownTags } from "../../job-files/own-tags";

/** @param container - the member with the old sizes beside the new list; `requirements.ts` makes one of the two */
export const jobFileOptions = (container: string): FileOptions => ({
  text: scalarText,
  replaced: { tags: ownTags, [`${container}.vcpus`]: scalarText, [`${container}.memory`]: scalarText },
});

/** A container as files have it. */
export type Sized<C extends Pick<ContainerProperties, "vcpus" | "memory">> = Omit<C, "vcpus" | "memory"> & {
  readonly vcpus?: string;
  readonly memory?: string;
};
