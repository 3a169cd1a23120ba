import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const made: string[] = [];

/** @returns a new folder, by its real path, that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "dapf-test-")));
  made.push(folder);
  return folder;
}

afterAll(() => {
  // Something may still be writing there that the test did not wait for.
  for (const folder of made.splice(0)) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});
