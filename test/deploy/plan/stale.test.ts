import { strToU8, zipSync } from "fflate";
import * as fs from "node:fs";
import * as path from "node:path";
import { plannedOn, versionOf } from "../../../deploy/plan/stale";
import { temporaryFolder } from "../folders";

const root = temporaryFolder();

function plan(files: Readonly<Record<string, string>>): string {
  const file = path.join(root, "plan");
  const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
  fs.writeFileSync(file, zipSync(Object.fromEntries(entries)));
  return file;
}

test("a plan tells the state that it was made on", () => {
  const tfstate = JSON.stringify({ serial: 3, lineage: "a", resources: [] });
  expect(plannedOn(plan({ tfplan: "x", tfstate }))).toEqual({ serial: 3, lineage: "a" });
});

test("an archive without a state is no plan", () => {
  expect(() => plannedOn(plan({ tfplan: "x" }))).toThrow("holds no state");
});

test("where there is no state, it is of no history", () => {
  expect(versionOf("\n")).toEqual({ serial: 0, lineage: "" });
});
