const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
require("../../bin/typescript.js");
const { findPythons, findTerraform } = require("../../tools");

/**
 * Before all tests: the temporary folders of this run, also those of processes that tests start and kill, get into one
 * folder, which is removed at the end; and what dapf has made for this machine is what the tests run.
 */
module.exports = async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "dapf-tests-"));
  process.env.TMPDIR = folder;
  // As of bin/dapf.js: the SDK is pinned, and says it in every test.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  // Terraform's providers make half a gigabyte of schemas at each start and end soon after: a fifth less work for a little memory.
  process.env.GOGC ??= "400";
  process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

  const { ready } = await findPythons(path.resolve(__dirname, "../.."), process.env);
  if (ready !== undefined) process.env.DAPF_PYTHON = ready.executable;
  const terraform = findTerraform(process.env);
  if (terraform?.from === "cache") process.env.PATH += path.delimiter + path.dirname(terraform.binary);
};
