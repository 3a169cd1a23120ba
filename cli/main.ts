import { createRequire } from "node:module";
import type { EmbeddedAws } from "./embedded-aws";
import { processHost } from "./process-host";
import { runCli } from "./program";

// A dynamic import would be resolved as an ES module, which this repository is not.
const load = createRequire(__filename);
// Type: the module of that name; it is loaded only by commands that need it, which the others do not wait for.
const embedded = () => Promise.resolve(load("../emulator") as EmbeddedAws);

void runCli(process.argv.slice(2), processHost(), embedded).then((exitCode) => {
  process.exitCode = exitCode;
});
