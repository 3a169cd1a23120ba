/** A Python package index on loopback, with wheels that are made of what is installed on this machine (PEP 503, PEP 427). */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join, normalize } from "node:path";
import { zipSync } from "fflate";
import { closed, listen } from "../terraform/release-site";

/** A wheel, as an index offers it. */
export interface Wheel {
  /** `moto` */
  readonly project: string;
  readonly version: string;
  /** `moto-5.2.1-py3-none-any.whl` */
  readonly file: string;
  readonly content: Uint8Array;
  readonly sha256: string;
}

export function wheel(
  project: string,
  version: string,
  tag: string,
  files: Readonly<Record<string, Uint8Array>>,
): Wheel {
  const content = zipSync(files, { level: 0 });
  const file = `${project.replaceAll(/[-_.]+/g, "_")}-${version}-${tag}.whl`;
  return { project, version, file, content, sha256: createHash("sha256").update(content).digest("hex") };
}

/** A package with one module that says its name. */
export function smallWheel(project: string, version: string, module = "NAME = 1\n"): Wheel {
  const info = `${project}-${version}.dist-info`;
  const text = {
    [`${project}.py`]: module,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${project}\nVersion: ${version}\n`,
    [`${info}/WHEEL`]: "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
  };
  const record = [...Object.keys(text), `${info}/RECORD`].map((name) => `${name},,\n`).join("");
  const files = Object.entries({ ...text, [`${info}/RECORD`]: record });
  return wheel(project, version, "py3-none-any", Object.fromEntries(files.map(([k, v]) => [k, Buffer.from(v)])));
}

/** @param python an interpreter, and where its packages are @returns undefined when it lacks the project */
export function installedWheel(python: string, project: string): Wheel | undefined {
  const sites = sitesOf(python);
  const info = sites.flatMap((site) => {
    const names = existsSync(site) ? readdirSync(site) : [];
    const found = names.find((name) => normalized(/^(.+?)-[^-]+\.dist-info$/.exec(name)?.[1] ?? "") === project);
    return found === undefined ? [] : [join(site, found)];
  })[0];
  if (info === undefined) return undefined;
  const version = /-([^-]+)\.dist-info$/.exec(info)?.[1] ?? "";
  // A wheel for both Pythons has two tags, in one name.
  const tags = [...readFileSync(join(info, "WHEEL"), "utf8").matchAll(/^Tag: (.+)$/gm)].map(([, one = ""]) => one);
  const tag = tags.find((one) => !one.startsWith("py2")) ?? "py3-none-any";
  const files: Record<string, Uint8Array> = {};
  const kept: string[] = [];
  for (const line of readFileSync(join(info, "RECORD"), "utf8").split("\n")) {
    const name = line.split(",")[0] ?? "";
    // Scripts and byte code are made by whoever installs a wheel, and so are notes about that.
    const isMade =
      name.startsWith("..") || name.includes("__pycache__") || /\/(INSTALLER|REQUESTED|direct_url\.json)$/.test(name);
    const file = join(dirname(info), normalize(name));
    if (name === "" || isMade || !existsSync(file)) continue;
    files[name] = readFileSync(file);
    kept.push(line);
  }
  const record = Object.keys(files).find((name) => name.endsWith(".dist-info/RECORD"));
  if (record !== undefined) files[record] = Buffer.from(`${kept.join("\n")}\n`);
  return wheel(project, version, tag, files);
}

const normalized = (name: string) => name.replaceAll(/[-_.]+/g, "-").toLowerCase();

function sitesOf(python: string): string[] {
  const script =
    "import json, sysconfig; print(json.dumps([sysconfig.get_path('purelib'), sysconfig.get_path('platlib')]))";
  // The script prints a list of two paths.
  return [...new Set(JSON.parse(execFileSync(python, ["-c", script], { encoding: "utf8" })) as string[])];
}

export interface PackageIndex {
  /** For `PIP_INDEX_URL`. */
  readonly url: string;
  /** Names of the files that were downloaded. */
  readonly downloaded: string[];
  close(): Promise<void>;
}

export async function packageIndex(wheels: readonly Wheel[]): Promise<PackageIndex> {
  const downloaded: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    const [, kind, name = ""] = url.split("/");
    const file = kind === "files" ? wheels.find((one) => one.file === decodeURIComponent(name)) : undefined;
    if (file !== undefined) {
      downloaded.push(file.file);
      response.writeHead(200, { "content-length": file.content.length }).end(file.content);
      return;
    }
    const offered = wheels.filter(({ project }) => kind === "simple" && normalized(project) === name);
    const links = offered.map((one) => `<a href="/files/${one.file}#sha256=${one.sha256}">${one.file}</a>`);
    const isThere = offered.length > 0;
    response.writeHead(isThere ? 200 : 404, { "content-type": "text/html" }).end(isThere ? links.join("\n") : "");
  });
  return { url: `${await listen(server)}/simple/`, downloaded, close: () => closed(server) };
}
