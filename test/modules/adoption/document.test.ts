import * as fs from "node:fs";
import * as path from "node:path";
import { differences, onlyAtCreation } from "./differences";
import { inputMapDifferences } from "./input-maps";
import { addedPolicies, detachedPolicies, narrowedPolicies } from "./permissions";

const guide = fs.readFileSync(path.resolve(__dirname, "../../../docs/adoption.md"), "utf8");

/** The rows of the tables below a heading, table by table, without the heads. */
function tables(heading: string): string[][][] {
  const section = guide.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  return section
    .split(/\n{2,}/)
    .map((block) => block.split("\n").filter((line) => line.startsWith("|")))
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.slice(2).map(cells));
}

function cells(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

const code = (text: string) => `\`${text}\``;

describe("docs/adoption.md", () => {
  test("has every argument that changes in place", () => {
    expect(tables("What changes in place")).toEqual([
      differences.map(({ type, argument, only, reason }) => [
        type === "*" ? "everything with tags" : code(type),
        code(argument),
        only?.text ?? "all",
        reason,
      ]),
    ]);
  });

  test("has every argument that a live resource keeps", () => {
    expect(tables("What live resources keep")).toEqual([
      onlyAtCreation.map(({ type, argument, reason }) => [code(type), code(argument), reason]),
    ]);
  });

  test("has every key of the input maps that changes", () => {
    expect(tables("Input maps")).toEqual([
      inputMapDifferences.map(({ map, key, change, now }) => [map, code(key), change, now]),
    ]);
  });

  test("has every policy that is detached or added", () => {
    expect(tables("Permissions")).toEqual([
      detachedPolicies.map(({ role, policy, instead }) => [code(role), code(policy), instead]),
      addedPolicies.map(({ role, policy, allows }) => [code(role), code(policy), allows]),
    ]);
  });

  test("has every policy that is narrowed, with what it loses", () => {
    const items = guide.split("\n").filter((line) => /^- `[^`]*` no longer has /.test(line));

    expect(items).toEqual(
      narrowedPolicies.map(({ policy, actions, resources, instead }) => {
        const lost = [...actions, ...resources].map(code).join(", ");
        return `- ${code(policy)} no longer has ${lost}. Allowed in their place: ${instead}.`;
      }),
    );
  });
});
