import type { JobDefinition, ResourceType } from "@aws-sdk/client-batch";
import { columns } from "./columns";
import type { Style } from "./style";

/** What is shown of a revision; one that was registered just now is known from its request. */
type Shown = Pick<JobDefinition, "jobDefinitionName" | "revision" | "platformCapabilities" | "containerProperties">;

/** @returns one line a revision, under a line of headings. */
export function definitionTable(definitions: readonly Shown[], style: Style): string[] {
  const rows = definitions.map((one) => [
    `${one.jobDefinitionName ?? ""}:${one.revision ?? ""}`,
    one.platformCapabilities?.[0] ?? "EC2",
    need(one, "VCPU") ?? String(one.containerProperties?.vcpus ?? "-"),
    need(one, "MEMORY") ?? String(one.containerProperties?.memory ?? "-"),
    need(one, "GPU") ?? "-",
    one.containerProperties?.image ?? "-",
  ]);
  return columns(["DEFINITION", "ON", "VCPUS", "MIB", "GPUS", "IMAGE"], rows, style);
}

function need({ containerProperties }: Shown, wanted: ResourceType): string | undefined {
  return containerProperties?.resourceRequirements?.find(({ type }) => type === wanted)?.value;
}
