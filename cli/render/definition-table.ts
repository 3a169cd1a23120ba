import type { JobDefinition, ResourceType } from "@aws-sdk/client-batch";
import type { Style } from "./style";

/** @returns one line a revision, under a line of headings. */
export function definitionTable(definitions: readonly JobDefinition[], style: Style): string[] {
  const rows = definitions.map((one) => [
    `${one.jobDefinitionName ?? ""}:${one.revision ?? ""}`,
    one.platformCapabilities?.[0] ?? "EC2",
    need(one, "VCPU") ?? String(one.containerProperties?.vcpus ?? "-"),
    need(one, "MEMORY") ?? String(one.containerProperties?.memory ?? "-"),
    need(one, "GPU") ?? "-",
    one.containerProperties?.image ?? "-",
  ]);
  const cells = [["DEFINITION", "ON", "VCPUS", "MIB", "GPUS", "IMAGE"], ...rows];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return lines.map((line, index) => (index === 0 ? style.dim(line) : line));
}

function need({ containerProperties }: JobDefinition, wanted: ResourceType): string | undefined {
  return containerProperties?.resourceRequirements?.find(({ type }) => type === wanted)?.value;
}
