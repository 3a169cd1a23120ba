import * as path from "node:path";
import type { FileAction, InitPlan } from "../../project/init";

const ORDER: readonly FileAction[] = ["new", "changed", "overwritten", "kept"];

const MEANING: Readonly<Record<FileAction, string>> = {
  new: "",
  changed: "",
  overwritten: "what it says now is lost",
  kept: "is there and stays as it is",
  same: "",
};

/** @returns what `dapf init` does to a folder: a line for each file at its top, and for each folder in it */
export function initLines({ folder, environment, prefix, files }: InitPlan): string[] {
  const head = prefix === undefined ? environment : `${environment} (names begin with ${prefix})`;
  const lines = ORDER.flatMap((action) => {
    const groups = new Map<string, { count: number; added: readonly string[] }>();
    for (const file of files.filter((one) => one.action === action)) {
      const group = groupOf(file.path, action);
      const { count = 0 } = groups.get(group) ?? {};
      groups.set(group, { count: count + 1, added: file.added ?? [] });
    }
    return [...groups].map(([group, { count, added }]) => {
      const notes = [
        group.endsWith("/") ? `${count} ${count === 1 ? "file" : "files"}` : "",
        added.length > 0 ? `gets ${added.join(", ")}` : "",
        MEANING[action],
      ];
      const note = notes.filter((one) => one !== "").join(", ");
      return `  ${action.padEnd(11)}  ${group}${note === "" ? "" : `  (${note})`}`;
    });
  });
  const nothing = lines.length === 0 ? ["  nothing is missing"] : [];
  return [`A dapf project in ${folder}, with the environment ${head}:`, ...lines, ...nothing];
}

/** @returns what to do next, as lines of a shell */
export function nextLines({ folder, environment }: InitPlan, from: string): string[] {
  const place = path.relative(from, folder);
  return [
    "Next:",
    ...(place === "" ? [] : [`  cd ${place}`]),
    "  npm install",
    "  npm start                                        # deploys it to the embedded AWS",
    `  npx dapf run ${environment} --context training --monitor --local`,
  ];
}

/** New files are told by the folder; of others it matters which. */
function groupOf(file: string, action: FileAction): string {
  const [top = file, ...rest] = file.split("/");
  return rest.length === 0 || action !== "new" ? file : `${top}/`;
}
