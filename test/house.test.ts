import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";

const repository = path.resolve(__dirname, "..");
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "--deduplicate"], {
  cwd: repository,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => /\.(ts|mjs|js)$/.test(file) && fs.existsSync(path.join(repository, file)));
const known = new Set(files);
const production = files.filter((file) => !/^(test|bench)\//.test(file));

describe("the house", () => {
  it("has no file of more than 300 lines", () => {
    const long = production.filter((file) => read(file).split("\n").length > 301);
    expect(long).toEqual([]);
  });

  it("has no circle of imports, types included", () => {
    expect(circles(new Map(files.map((file) => [file, importsOf(file)])))).toEqual([]);
  });

  it.each(["deploy", "modules"])("has in %s/ no folders that need each other in a circle", (room) => {
    const folders = new Map<string, string[]>();
    for (const file of production.filter((one) => one.startsWith(`${room}/`))) {
      const folder = folderIn(room, file);
      if (folder === undefined) continue;
      const others = importsOf(file).flatMap((one) => folderIn(room, one) ?? []);
      folders.set(folder, [...(folders.get(folder) ?? []), ...others.filter((other) => other !== folder)]);
    }
    expect(circles(folders)).toEqual([]);
  });

  it("finds circles, also of three and of those that lead elsewhere", () => {
    const graph = { a: ["b", "d"], b: ["c"], c: ["a"], d: ["e"], e: [], f: ["f"] };
    expect(circles(new Map(Object.entries(graph)))).toEqual([["a", "b", "c"], ["f"]]);
  });
});

function read(file: string): string {
  return fs.readFileSync(path.join(repository, file), "utf8");
}

/** The folder of a file below a room; undefined of a file elsewhere, or at the top of the room. */
function folderIn(room: string, file: string): string | undefined {
  const [first, folder, ...rest] = file.split("/");
  return first === room && rest.length > 0 ? folder : undefined;
}

function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(read(file), true, true);
  return importedFiles.flatMap(({ fileName }) => {
    if (!fileName.startsWith(".")) return [];
    const target = path.posix.join(path.posix.dirname(file), fileName);
    return [target, `${target}.ts`, `${target}/index.ts`].filter((candidate) => known.has(candidate)).slice(0, 1);
  });
}

/** Tarjan's algorithm: the strongly connected parts of more than one file, and files that import themselves. */
function circles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const visit = (file: string): void => {
    index.set(file, index.size);
    low.set(file, index.size - 1);
    stack.push(file);
    for (const next of imports.get(file) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(file, Math.min(low.get(file) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(file) !== index.get(file)) return;
    const part = stack.splice(stack.indexOf(file));
    if (part.length > 1 || imports.get(file)?.includes(file) === true) found.push(part.sort());
  };
  for (const file of imports.keys()) if (!index.has(file)) visit(file);
  return found;
}
