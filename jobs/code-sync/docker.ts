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

/**
 * Builds an image and pushes it. Docker has to be logged in to the registry.
 *
 * @param dockerfile absolute path; its folder is what the build sees
 * @throws CodeSyncError when Docker is not there, or fails
 */
export async function buildAndPush(dockerfile: string, image: string, options: DockerOptions): Promise<void> {
  if (!fs.existsSync(dockerfile)) throw new CodeSyncError(`--dockerfile: there is no ${dockerfile}`);
  await docker(["build", "--tag", image, "--file", dockerfile, path.dirname(dockerfile)], options);
  await docker(["push", image], options);
}

function docker(args: readonly string[], { variables, onOutput }: DockerOptions): Promise<void> {
  const line = `docker ${args[0] ?? ""}`;
  return new Promise((resolve, reject) => {
    const child = spawn("docker", args, { env: variables, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.setEncoding("utf8").on("data", onOutput);
    child.stderr.setEncoding("utf8").on("data", onOutput);
    child.once("error", (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === "ENOENT" ? "docker was not found: install it, or push the image yourself" : error.message;
      reject(new CodeSyncError(reason));
    });
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new CodeSyncError(`${line} failed with exit code ${code ?? "of a signal"}; see above`));
    });
  });
}
