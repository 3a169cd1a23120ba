const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

/**
 * Before all tests: the temporary folders of this run, also those of processes that tests start and kill, get into one
 * folder, which is removed at the end.
 */
module.exports = () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "dapf-tests-"));
  process.env.TMPDIR = folder;
  process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
};
