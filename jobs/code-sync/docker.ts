import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { CodeSyncError } from "./errors";

/** How to run Docker. */
export interface DockerOptions {
  readonly variables: NodeJS.ProcessEnv;
  /** Hears what Docker prints. */
  readonly onOutput: (text: string) => void;
}

/** @throws CodeSyncError when there is no such file */
export function checkDockerfile(dockerfile: string): void {
  const found = fs.statSync(dockerfile, { throwIfNoEntry: false });
  if (found?.isFile() !== true) throw new CodeSyncError(`--dockerfile: there is no file ${dockerfile}`);
}

/**
 * Builds an image and pushes it. Docker itself logs in to the registry, by what `docker login` or a credential helper
 * gave it: no password passes through here.
 *
 * @param dockerfile absolute path; its folder is what the build sees
 * @throws CodeSyncError when Docker is not there, or fails
 */
export async function buildAndPush(dockerfile: string, image: string, options: DockerOptions): Promise<void> {
  await docker(["build", "--tag", image, "--file", dockerfile, path.dirname(dockerfile)], "", options);
  const registry = image.slice(0, Math.max(0, image.indexOf("/")));
  const hint = `. Is Docker logged in to ${registry || "the registry"}?`;
  await docker(["push", image], hint, options);
}

/** @param hint what people should look at first when it fails */
function docker(args: readonly string[], hint: string, { variables, onOutput }: DockerOptions): Promise<void> {
  const line = `docker ${args[0] ?? ""}`;
  return new Promise((resolve, reject) => {
    const child = spawn("docker", args, { env: variables, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.setEncoding("utf8").on("data", onOutput);
    child.stderr.setEncoding("utf8").on("data", onOutput);
    child.once("error", (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === "ENOENT"
          ? "docker was not found: install it, or push the image yourself"
          : `docker cannot be started: ${error.message}`;
      reject(new CodeSyncError(reason));
    });
    child.once("close", (code, signal) => {
      const how = code === null ? `was ended by ${signal ?? "a signal"}` : `failed with exit code ${code}; see above`;
      if (code === 0) resolve();
      else reject(new CodeSyncError(`${line} ${how}${hint}`));
    });
  });
}
