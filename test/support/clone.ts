import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const repository = path.resolve(__dirname, "../..");

/** A copy of the repository as a newcomer has it after `npm ci`: its own state, its own embedded AWS. */
export interface Clone {
  readonly root: string;
  remove(): void;
}

/**
 * Copies what git tracks or would track. The packages are shared, nothing else is, so that a test neither sees nor
 * disturbs what the developer runs in the repository.
 */
export function cloneRepository(): Clone {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "dapf-clone-"));
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
    cwd: repository,
    encoding: "utf8",
  });
  for (const file of listed.split("\0").filter((name) => name !== "" && fs.existsSync(path.join(repository, name)))) {
    fs.cpSync(path.join(repository, file), path.join(root, file));
  }
  fs.symlinkSync(path.join(repository, "node_modules"), path.join(root, "node_modules"));
  return { root, remove: () => fs.rmSync(root, { recursive: true, force: true }) };
}
