import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MOTO_VERSION, readyPython } from "../../../tools";
import { PythonEnvironmentError } from "../../../tools/errors";
import { temporaryFolder } from "../../support/temporary-folder";
import { type PackageIndex, packageIndex, smallWheel, type Wheel } from "./package-index";

const repository = join(__dirname, "../../..");
const lock = readFileSync(join(repository, "tools/python/requirements.txt"), "utf8");

describe("the locked requirements", () => {
  const entries = lock.split(/\n(?=[a-z0-9])/).filter((entry) => !entry.startsWith("#"));

  test("have a version and a hash for each package, and nothing else", () => {
    for (const entry of entries) {
      expect(entry.trim()).toMatch(/^[a-z0-9.[\]-]+==\S+( ; [^\\]+)? \\\n( {4}--hash=sha256:[0-9a-f]{64}( \\\n)?)+$/);
    }
    expect(entries.length).toBeGreaterThan(50);
  });

  test("are about the moto that the fixes are written for", () => {
    expect(lock).toContain(`\nmoto[server]==${MOTO_VERSION} \\\n`);
    expect(readFileSync(join(repository, "tools/python/requirements.in"), "utf8")).toContain(
      `moto[server]==${MOTO_VERSION}`,
    );
  });
});

/** The system's Python, which makes environments; `moto` in them is a stand-in for what the lock names. */
const base = ["/usr/bin/python3", "python3"].find(
  (name) => spawnSync(name, ["-c", "import ensurepip, venv"], { stdio: "ignore" }).status === 0,
);
const modules = ["flask", "flask_cors", "docker", "yaml", "pyparsing", "py_partiql_parser", "antlr4", "jsonpath_ng"];
const wheels: readonly Wheel[] = [smallWheel("moto", MOTO_VERSION), ...modules.map((name) => smallWheel(name, "1.0"))];
const testWithVenv = base === undefined ? test.skip : test;

describe("the Python environment", () => {
  let index: PackageIndex;
  let folder: string;
  let bare: string;

  beforeAll(async () => (index = await packageIndex(wheels)));
  afterAll(() => index.close());
  beforeEach(() => {
    folder = temporaryFolder();
    // An environment without anything is a Python without moto, whatever this machine has.
    execFileSync(base ?? "", ["-m", "venv", "--without-pip", join(folder, "bare")]);
    bare = join(folder, "bare", "bin", "python");
  });

  function requirements(of: readonly Wheel[] = wheels): string {
    const file = join(folder, "requirements.txt");
    writeFileSync(file, of.map((one) => `${one.project}==${one.version} --hash=sha256:${one.sha256}\n`).join(""));
    return file;
  }

  function options(clone = "clone", lines: string[] = []) {
    const { PATH, HOME } = process.env;
    return {
      root: join(folder, clone),
      variables: { PATH, HOME, XDG_CACHE_HOME: join(folder, "cache"), PIP_INDEX_URL: index.url, PIP_NO_CACHE_DIR: "1" },
      tell: (line: string) => void lines.push(line),
      requirements: existsSync(join(folder, "requirements.txt")) ? join(folder, "requirements.txt") : requirements(),
      candidates: [bare],
    };
  }

  testWithVenv(
    "is made once, for every clone, and known in each as .dapf/python",
    async () => {
      const before = index.downloaded.length;
      const lines: string[] = [];
      const [first, second] = await Promise.all([
        readyPython(options("one", lines)),
        readyPython(options("two", lines)),
      ]);
      expect(first).toEqual(second);
      expect(index.downloaded.length - before).toBe(wheels.length);
      expect(lines[0]).toMatch(/^Making a Python 3\.\d+ environment with moto 5\.2\.1 in .*\/cache\/dapf\/python\//);
      for (const clone of ["one", "two"]) {
        const link = readlinkSync(join(folder, clone, ".dapf", "python"));
        expect(join(link, "bin", "python")).toBe(first.executable);
      }
      const version = "import importlib.metadata as m; print(m.version('moto'))";
      expect(execFileSync(first.executable, ["-c", version], { encoding: "utf8" })).toBe(`${MOTO_VERSION}\n`);
    },
    120_000,
  );

  testWithVenv(
    "is made anew when what it was made with has gone, or its making was broken off",
    async () => {
      const { executable } = await readyPython(options());
      rmSync(executable);
      await expect(readyPython(options())).resolves.toEqual({ executable });
      const made = join(executable, "..", "..");
      rmSync(join(made, ".complete"));
      mkdirSync(join(made, "rest"));
      await readyPython(options());
      expect(readdirSync(made)).not.toContain("rest");
    },
    120_000,
  );

  testWithVenv(
    "takes no package with another hash than the locked one",
    async () => {
      requirements([...wheels.slice(0, -1), smallWheel("jsonpath_ng", "1.0", "NAME = 'another'\n")]);
      const error = await readyPython(options()).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(PythonEnvironmentError);
      expect(String(error)).toContain("gave another file than the one that dapf was tested with");
      expect(existsSync(join(folder, "clone", ".dapf", "python"))).toBe(false);
    },
    120_000,
  );

  testWithVenv(
    "that cannot be made without an index says what to do",
    async () => {
      const usual = options();
      const offline = { ...usual.variables, PIP_INDEX_URL: "http://127.0.0.1:9/simple/", PIP_RETRIES: "0" };
      const error = await readyPython({ ...usual, variables: offline }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(PythonEnvironmentError);
      expect(String(error)).toContain("pip's own settings (PIP_INDEX_URL, pip.conf)");
      expect(String(error)).toContain("name a Python that has moto in DAPF_PYTHON");
    },
    120_000,
  );

  testWithVenv("is made with uv where there is one, from the index that pip is told to use", async () => {
    const bin = join(folder, "uv-bin");
    mkdirSync(bin);
    const script = `#!/bin/sh\necho "$@ $UV_DEFAULT_INDEX" >> ${join(folder, "uv.log")}\n`;
    writeFileSync(join(bin, "uv"), script, { mode: 0o755 });
    const usual = options();
    await readyPython({ ...usual, variables: { ...usual.variables, PATH: bin } });
    const [venv = "", install = ""] = readFileSync(join(folder, "uv.log"), "utf8").split("\n");
    expect(venv).toContain(`venv --quiet --allow-existing --python ${bare}`);
    expect(install).toContain(`--require-hashes --no-build --requirement ${usual.requirements} ${index.url}`);
  });
});
