import * as fs from "node:fs";
import * as path from "node:path";

/** Where dapf itself is: a clone of its repository, or `dist/` of the package. Absolute path. */
export const home = path.resolve(__dirname, "..");

/** The folder with dapf's `package.json`. Absolute path. */
export const packageFolder = fs.existsSync(path.join(home, "package.json")) ? home : path.dirname(home);
