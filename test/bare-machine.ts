/**
 * Runs the README's commands as on a machine that has Node and Python and nothing else of what dapf needs: `npm run bare`, and
 * `npm run bare -- --tests` for the second command, too, which takes long.
 *
 * The machine is a folder: a copy of the repository, an empty home, and a PATH with what the system has but for Terraform,
 * OpenTofu, uv and all Pythons; instead of them one Python without packages. Releases of Terraform and a package index are
 * served on loopback. They hold what is installed here, packed anew, so that neither HashiCorp's signature nor PyPI's hashes
 * can fit it: for the first command the copy of the repository trusts the key and the hashes of this script instead, and that
 * is all that differs. For the second command the copy is as the repository.
 */
import { execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { findPythons, onPath } from "../tools";
import { installedWheel, packageIndex, type Wheel } from "./tools/python/package-index";
import { releaseSite, signer } from "./tools/terraform/release-site";

const repository = path.resolve(__dirname, "..");
const MISSING = /^(terraform|tofu|uv|uvx|python.*|pip.*|pypy.*)$/;

interface Machine {
  readonly clone: string;
  readonly variables: NodeJS.ProcessEnv;
}

async function main(): Promise<number> {
  const root = path.join(os.tmpdir(), `dapf-bare-${process.pid}`);
  fs.mkdirSync(root);
  const { ready } = await findPythons(repository, process.env);
  const terraform = onPath("terraform", process.env);
  if (ready === undefined || terraform === undefined) {
    throw new Error("To serve them, this machine itself needs Python with moto, and terraform on the PATH");
  }
  const maker = signer();
  const wheels = wheelsOf(ready.executable);
  const [site, index] = await Promise.all([releaseSite(fs.readFileSync(terraform), maker), packageIndex(wheels)]);
  const clone = path.join(root, "clone");
  copyRepository(clone);
  trustOurselves(clone, maker.packet, wheels);
  const variables = machineVariables(root, ready.executable, { site: site.url, index: index.url });
  try {
    const commands = ["npm ci && npm start", ...(process.argv.includes("--tests") ? ["npm ci && npm test"] : [])];
    for (const command of commands) {
      const began = performance.now();
      const exitCode = await run(command, { clone, variables });
      const seconds = Math.round((performance.now() - began) / 1000);
      process.stdout.write(`\n${command}: exit code ${exitCode} after ${seconds} s\n`);
      if (exitCode !== 0) return exitCode;
      for (const file of [KEY, LOCK]) fs.copyFileSync(path.join(repository, file), path.join(clone, file));
    }
    process.stdout.write(`Downloaded: ${site.asked.length} files of Terraform, ${index.downloaded.length} packages\n`);
    return 0;
  } finally {
    await run("node bin/dapf.js local down --force", { clone, variables });
    await Promise.all([site.close(), index.close()]);
    fs.rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

const LOCK = "tools/python/requirements.txt";
const KEY = "tools/terraform/release-key.ts";

function wheelsOf(python: string): Wheel[] {
  const names = fs.readFileSync(path.join(repository, LOCK), "utf8").matchAll(/^([a-z0-9-]+)(?:\[[a-z]+\])?==/gm);
  return [...new Set([...names].map(([, name = ""]) => name))].flatMap((name) => installedWheel(python, name) ?? []);
}

/** What git knows of the repository, as it lies there, in a repository of its own. */
function copyRepository(clone: string): void {
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: repository, encoding: "utf8" }).split("\0");
  for (const file of files.filter((one) => one !== "" && fs.existsSync(path.join(repository, one)))) {
    fs.cpSync(path.join(repository, file), path.join(clone, file));
  }
  // Tests ask git which files are the product's.
  for (const words of [
    ["init", "--quiet"],
    ["add", "--all"],
  ]) {
    execFileSync("git", words, { cwd: clone });
  }
}

function trustOurselves(clone: string, packet: string, wheels: readonly Wheel[]): void {
  fs.writeFileSync(path.join(clone, KEY), `export const RELEASE_KEY = "${packet}";\n`);
  const line = ({ project, version, sha256 }: Wheel) => {
    return `${project === "moto" ? "moto[server]" : project}==${version} \\\n    --hash=sha256:${sha256}\n`;
  };
  fs.writeFileSync(path.join(clone, LOCK), wheels.map(line).join(""));
}

function machineVariables(
  root: string,
  python: string,
  { site, index }: { site: string; index: string },
): NodeJS.ProcessEnv {
  const bin = path.join(root, "bin");
  for (const folder of [bin, path.join(root, "home"), path.join(root, "tmp")]) fs.mkdirSync(folder);
  for (const folder of [path.dirname(process.execPath), "/usr/local/bin", "/usr/bin", "/bin"]) {
    for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
      const link = path.join(bin, name);
      if (!MISSING.test(name) && !fs.existsSync(link)) fs.symlinkSync(path.join(folder, name), link);
    }
  }
  // An environment without packages is a Python without moto.
  execFileSync(python, ["-m", "venv", "--without-pip", path.join(root, "python")]);
  const bare = path.join(root, "python", "bin", "python");
  fs.writeFileSync(path.join(bin, "python3"), `#!/bin/sh\nexec ${bare} "$@"\n`, { mode: 0o755 });
  const npm = (key: string) => execFileSync("npm", ["config", "get", key], { encoding: "utf8" }).trim();
  return {
    PATH: bin,
    HOME: path.join(root, "home"),
    TMPDIR: path.join(root, "tmp"),
    LANG: "C.UTF-8",
    DAPF_TERRAFORM_MIRROR: site,
    PIP_INDEX_URL: index,
    DAPF_PROVIDER_MIRROR: process.env.DAPF_PROVIDER_MIRROR,
    // What npm needs to get at packages here.
    NPM_CONFIG_USERCONFIG: npm("userconfig"),
    NPM_CONFIG_CACHE: npm("cache"),
    NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS,
  };
}

function run(command: string, { clone, variables }: Machine): Promise<number> {
  process.stdout.write(`\n$ ${command}\n`);
  const child = spawn("sh", ["-c", command], { cwd: clone, env: variables, stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve) => child.once("close", (code) => resolve(code ?? 1)));
}

void main().then((exitCode) => (process.exitCode = exitCode));
