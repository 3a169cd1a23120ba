import * as fs from "node:fs";
import * as path from "node:path";

/** Python modules by name: `dapf_run` -> its source. */
export type PythonModules = ReadonlyMap<string, string>;

/** Reads the modules of a folder, without those in subfolders. */
export function readModules(folder: string): PythonModules {
  return new Map(
    fs
      .readdirSync(folder)
      .filter((file) => file.endsWith(".py"))
      .sort()
      .map((file) => [path.basename(file, ".py"), fs.readFileSync(path.join(folder, file), "utf8")]),
  );
}

/**
 * Which modules Python code imports, and which those import in turn.
 * @param source Python code
 * @param modules the ones to look for; imports of others are left alone
 * @returns names in alphabetical order
 */
export function importsOf(source: string, modules: PythonModules): string[] {
  const found = new Set<string>();
  const open = [source];
  for (let code = open.pop(); code !== undefined; code = open.pop()) {
    for (const name of importStatements(code)) {
      const module = modules.get(name);
      if (module === undefined || found.has(name)) continue;
      found.add(name);
      open.push(module);
    }
  }
  return [...found].sort();
}

/**
 * Makes one file of a script and the modules that it imports, so that it needs nothing beside it in S3. The modules are
 * there under their own names, each as its file has it, before any others that are called so.
 *
 * @param script Python code that imports some of the modules; without `from __future__`, which must come first in a file
 * @param origin what the script is called in the comment at the top
 */
export function bundle(script: string, modules: PythonModules, origin: string): string {
  const sources = importsOf(script, modules).map((name) => {
    const source = modules.get(name) ?? "";
    if (source.includes("'''") || source.endsWith("\\")) throw new Error(`${name}.py cannot stand in a raw string`);
    return `_SOURCES["${name}"] = r'''${source}'''\n`;
  });
  return [
    `# Made by dapf of ${origin} and the modules that it imports. Change those files, not this one.\n`,
    loader,
    ...sources,
    "sys.meta_path.insert(0, _Modules())\n",
    script,
  ].join("\n");
}

const loader = `import importlib.abc
import importlib.util
import sys

_SOURCES = {}


class _Modules(importlib.abc.MetaPathFinder, importlib.abc.ExecutionLoader):
    def find_spec(self, fullname, path=None, target=None):
        return importlib.util.spec_from_loader(fullname, self, is_package=False) if fullname in _SOURCES else None

    def get_source(self, fullname):
        return _SOURCES[fullname]

    def get_filename(self, fullname):
        return fullname + ".py"

`;

/** `import a, b as c` and `from a import b`, also inside of functions. */
function importStatements(source: string): string[] {
  return [...source.matchAll(/^[ \t]*(?:from[ \t]+(\w+)|import[ \t]+([^#\n]+))/gm)].flatMap(([, from, names]) =>
    from === undefined ? (names ?? "").split(",").map((name) => name.trim().split(/[\s.]/)[0] ?? "") : [from],
  );
}
