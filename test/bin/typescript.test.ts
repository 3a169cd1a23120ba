import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(60_000);

const loader = path.resolve(__dirname, "../../bin/typescript.js");
// Always the same, as the compiler keeps something for each path.
const folder = path.resolve(__dirname, "../../.dapf/test-typescript");

beforeEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
});
afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

const write = (name: string, ...lines: string[]) => fs.writeFileSync(path.join(folder, name), lines.join("\n"));
const run = (...options: string[]) =>
  spawnSync(process.execPath, [...options, "--require", loader, path.join(folder, "main.ts")], { encoding: "utf8" });

describe("the loader of TypeScript", () => {
  test("loads what is imported dynamically when it is asked for, by a name without extension", () => {
    write("late.ts", 'console.log("late");', "export const number: number = 7;");
    write(
      "main.ts",
      'async function main() { console.log("early"); console.log((await import("./late")).number); }',
      "void main();",
    );
    const { stdout, stderr } = run();
    expect(stderr).toBe("");
    expect(stdout).toBe("early\nlate\n7\n");
  });

  test("compiles a file once, and again when it has changed", () => {
    const compilers = 'Object.keys(require.cache).filter((file) => file.includes("esbuild/lib")).length';
    const program = (word: string) =>
      write("main.ts", `const word: string = "${word}";`, `console.log(word, ${compilers});`);
    for (const word of [`one-${Date.now()}`, `two-${Date.now()}`]) {
      program(word);
      expect([run().stdout, run().stdout]).toEqual([`${word} 1\n`, `${word} 0\n`]);
    }
  });

  test("names the line of the file that an error comes from", () => {
    write("main.ts", "interface Erased {", "  readonly a: string;", "}", 'throw new Error("broken");');
    expect(run().stderr).toContain(`${path.join(folder, "main.ts")}:4`);
  });

  test("says where a file is no TypeScript", () => {
    write("main.ts", "const a: = 1;");
    const { status, stderr } = run();
    expect(status).toBe(1);
    expect(stderr).toContain('main.ts:1:9: ERROR: Unexpected "="');
  });

  test("keeps what it has compiled in the cache of the user, where the packages beside it cannot be written to", () => {
    const modules = path.join(folder, "node_modules");
    const bin = path.join(modules, "dapf/bin");
    fs.mkdirSync(bin, { recursive: true });
    fs.copyFileSync(loader, path.join(bin, "typescript.js"));
    fs.symlinkSync(path.dirname(require.resolve("esbuild/package.json")), path.join(modules, "esbuild"));
    fs.writeFileSync(path.join(modules, ".cache"), "in the place of the folder");
    write("main.ts", "console.log(1 as number);");
    const cache = path.join(folder, "cache");
    const { stdout } = spawnSync(
      process.execPath,
      ["--require", path.join(bin, "typescript.js"), path.join(folder, "main.ts")],
      { encoding: "utf8", env: { ...process.env, XDG_CACHE_HOME: cache } },
    );
    expect(stdout).toBe("1\n");
    expect(fs.readdirSync(path.join(cache, "dapf/compiled"))).toHaveLength(1);
  });
});
