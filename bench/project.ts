import * as fs from "node:fs";
import * as path from "node:path";
import { loadEnvironment } from "../config/loader";
import { measureNode, type Usage } from "./measure";
import { repository } from "./run";

/** What the environment of a name declares; without them it declares none. */
export interface Declared {
  readonly queuesOf?: (name: string) => unknown;
  readonly computeOf?: (name: string) => unknown;
}

/** Makes a project with environments like jenkins-pl: own names, shared scripts. */
export function makeProject(root: string, environments: number, { queuesOf, computeOf }: Declared = {}): string {
  fs.mkdirSync(path.join(root, "environments"), { recursive: true });
  for (const shared of ["analytics-etl", "model", "utils"]) {
    fs.symlinkSync(path.join(repository, shared), path.join(root, shared));
  }
  const { settings } = loadEnvironment(repository, "jenkins-pl");
  for (let i = 1; i <= environments; i += 1) {
    const name = `bench-${i}`;
    const queues = `environments/${name}.queues.json`;
    const compute = `environments/${name}.compute.json`;
    const own = {
      use_case_name: "bn",
      env: String(i),
      training_queues: queuesOf && { path: queues },
      compute: computeOf && { path: compute },
    };
    fs.writeFileSync(path.join(root, "environments", `${name}.tfvars.json`), JSON.stringify({ ...settings, ...own }));
    if (queuesOf) fs.writeFileSync(path.join(root, queues), JSON.stringify(queuesOf(name)));
    if (computeOf) fs.writeFileSync(path.join(root, compute), JSON.stringify(computeOf(name)));
  }
  return root;
}

/** Synthesizes a project in a cold process: the environment that `DAPF_ENV` names, all of them when it is empty. */
export async function synthesize(
  folder: string,
  variables: Readonly<Record<string, string>>,
  loader = "./bin/typescript.js",
): Promise<Usage> {
  const out = path.join(folder, "cdktf.out");
  fs.rmSync(out, { recursive: true, force: true });
  return measureNode(folder, ["--require", loader, "main.ts"], { ...variables, CDKTF_OUTDIR: out });
}
