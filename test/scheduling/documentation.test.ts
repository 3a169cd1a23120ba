import * as fs from "node:fs";
import * as path from "node:path";
import { defaultOptions } from "../../scheduling";

const page = fs.readFileSync(path.resolve(__dirname, "../../docs/scheduling.md"), "utf8");
const source = fs.readFileSync(path.resolve(__dirname, "../../scheduling/options.ts"), "utf8");

/** Name and values of each row of the table of options. */
const rows = new Map(
  [...page.matchAll(/^\| `(\w+)` +\| ([^|]*(?:\*\*`)[^|]*)\|/gm)].map(([, name = "", values = ""]) => [name, values]),
);

it("docs/scheduling.md has a row for each option, and none besides", () => {
  expect([...rows.keys()].sort()).toEqual(Object.keys(defaultOptions).sort());
});

it.each(Object.entries(defaultOptions))("docs/scheduling.md names the default of %s", (name, value) => {
  expect(/\*\*`([^`]+)`\*\*/.exec(rows.get(name) ?? "")?.[1]).toBe(String(value));
});

it.each(Object.keys(defaultOptions))("docs/scheduling.md names all values of %s", (name) => {
  const type = new RegExp(`readonly ${name}: ([^;]+);`).exec(source)?.[1] ?? "";
  const values = type === "boolean" ? ["true", "false"] : [...type.matchAll(/"([^"]+)"/g)].map(([, one]) => one);
  const named = [...(rows.get(name) ?? "").matchAll(/`([^`]+)`/g)].map(([, one]) => one);
  if (type === "number") expect(named).toHaveLength(1);
  else expect(named.sort()).toEqual(values.sort());
});
