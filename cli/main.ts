import { processHost } from "./process-host";
import { runCli } from "./program";

// Loaded only by commands that need it, which the others do not wait for.
const embedded = () => import("../emulator");

void runCli(process.argv.slice(2), processHost(), embedded).then((exitCode) => {
  process.exitCode = exitCode;
});
