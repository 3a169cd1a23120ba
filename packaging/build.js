/**
 * `npm run build`: makes `dist/`, which is all that the package has of the rooms: JavaScript, file by file, so that what
 * lies beside a file is found as in a clone; types of what `index.ts` exports; Python and other files; what `dapf init`
 * copies.
 */
const { execFileSync } = require("node:child_process");
const { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { dirname, join, relative, resolve } = require("node:path");
const { transformSync } = require("esbuild");
const { options } = require("../bin/typescript");
const { lazyIndex } = require("./lazy-index.ts");
const { templateSources } = require("../project/init/template.ts");

const root = resolve(__dirname, "..");
const dist = join(root, "dist");
const build = { ...options, sourcemap: false };

async function main() {
  const { mayImport } = await import("../lint/rooms.mjs");
  const rooms = Object.keys(mayImport).filter((room) => room !== "environments");
  rmSync(dist, { recursive: true, force: true });
  // The rooms, and the folders beside them that their code reads.
  for (const file of [...rooms, "glue"].flatMap((room) => filesIn(join(root, room)))) put(file);
  put(join(root, "main.ts"));
  write("index.js", lazyIndex(readFileSync(join(root, "index.ts"), "utf8")));
  for (const source of templateSources()) {
    cpSync(join(root, source), join(dist, source), { recursive: true, filter: (file) => !isMade(file) });
  }
  const tsc = require.resolve("typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "--project", join(__dirname, "tsconfig.json")], { stdio: "inherit" });
}

function put(file) {
  const name = relative(root, file);
  if (!name.endsWith(".ts")) return write(name, readFileSync(file));
  const { code } = transformSync(readFileSync(file, "utf8"), { ...build, sourcefile: name });
  write(name.replace(/\.ts$/, ".js"), code);
}

function write(name, content) {
  const file = join(dist, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function filesIn(folder) {
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`);
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = join(folder, entry.name);
    if (isMade(file)) return [];
    return entry.isDirectory() ? filesIn(file) : [file];
  });
}

/** Python leaves it where it runs. */
function isMade(file) {
  return /__pycache__|\.pyc$/.test(file);
}

void main();
