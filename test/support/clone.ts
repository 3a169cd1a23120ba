import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

const repository = path.resolve(__dirname, "../..");

/**
 * Makes a copy of the repository as a newcomer has it after `npm ci`: its own state, its own embedded AWS. Copied is what
 * git tracks or would track. The packages are shared, nothing else is, so that a test neither sees nor disturbs what the
 * developer runs in the repository.
 *
 * @param root an empty folder for the copy
 */
export function cloneRepository(root: string): void {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
    cwd: repository,
    encoding: "utf8",
  });
  for (const file of listed.split("\0").filter((name) => name !== "" && fs.existsSync(path.join(repository, name)))) {
    fs.cpSync(path.join(repository, file), path.join(root, file));
  }
  fs.symlinkSync(path.join(repository, "node_modules"), path.join(root, "node_modules"));
}
