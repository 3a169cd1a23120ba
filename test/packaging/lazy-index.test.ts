import * as fs from "node:fs";
import * as path from "node:path";
import { lazyIndex } from "../../packaging/lazy-index";

const repository = path.resolve(__dirname, "../..");
const index = fs.readFileSync(path.join(repository, "index.ts"), "utf8");

/** Runs it with a `require` that notes what is loaded. */
function run(code: string) {
  const loaded: string[] = [];
  const load = (file: string) => {
    loaded.push(file);
    return { A: `A of ${file}`, B: `B of ${file}` };
  };
  const exported: Record<string, unknown> = {};
  new Function("exports", "require", "module", code)(exported, load, {});
  return { exported, loaded };
}

describe("the index of the package", () => {
  it("loads a file when something of it is used, and not before", () => {
    const { exported, loaded } = run(lazyIndex('export { A, type T } from "./a";\nexport { B as C } from "./b";\n'));
    expect(Object.keys(exported)).toEqual(["A", "C"]);
    expect(loaded).toEqual([]);
    expect(exported.C).toBe("B of ./b");
    expect(loaded).toEqual(["./b"]);
  });

  it("tells its names to whoever reads it and does not run it, as Node's loader of ES modules does", () => {
    expect(lazyIndex('export { A } from "./a";')).toContain("0 && (module.exports = { A });");
  });

  it("is made of re-exports only", () => {
    expect(() => lazyIndex("export const a = 1;")).toThrow("index.ts may have nothing but");
  });

  it("is explained, name by name, in docs/project.md", () => {
    const names = [...index.matchAll(/(?:type )?(\w+)(?: as (\w+))?(?=,| \}|,\n)/g)].map(([, name, as]) => as ?? name);
    const page = fs.readFileSync(path.join(repository, "docs/project.md"), "utf8");
    expect(names).toContain("TrainingQueuesProps");
    expect(names.filter((name) => !page.includes(`\`${name ?? ""}\``))).toEqual([]);
  });
});
