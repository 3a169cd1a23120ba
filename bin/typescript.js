/**
 * Runs TypeScript: `node --require dapf/typescript main.ts`. What esbuild makes of a file is kept, so that the next start
 * needs no compiler. A dynamic import becomes a late `require`: Node's own goes to its loader of ES modules, which knows neither
 * TypeScript nor names without an extension, and a start of which that does costs more than the modules that are spared.
 */
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { homedir } = require("node:os");
const { join, resolve, sep } = require("node:path");
const { version } = require("esbuild/package.json");

const options = {
  loader: "ts",
  format: "cjs",
  platform: "node",
  target: "node20.19",
  supported: { "dynamic-import": false },
  keepNames: true,
  tsconfigRaw: { compilerOptions: { alwaysStrict: true } },
  sourcemap: "inline",
  sourcesContent: false,
};
const compiler = JSON.stringify([version, options]);
const folders = [join(nearestPackages(), ".cache/dapf"), join(homeCache(), "dapf/compiled")];

process.setSourceMapsEnabled(true);
// Of old, and there to stay: what takes its place, module.registerHooks, needs Node 22.15.
require.extensions[".ts"] = (module, file) => module._compile(compiled(file, readFileSync(file, "utf8")), file);

/** The name of what is kept is the file's, so that edits do not make it grow; its last line tells what it was made of. */
function compiled(file, source) {
  const name = `${digest(file)}.js`;
  const mark = `\n//${digest(compiler, source)}`;
  for (const folder of folders) {
    const last = attempt(() => readFileSync(join(folder, name), "utf8"));
    if (last?.endsWith(mark)) return last;
  }
  const code = require("esbuild").transformSync(source, { ...options, sourcefile: file }).code + mark;
  // Without a folder that can be written to, it costs time, no more.
  folders.some((folder) => attempt(() => keep(folder, name, code)) !== undefined);
  return code;
}

/** In one step: others may read while this is written. */
function keep(folder, name, code) {
  const copy = join(folder, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${copy}.${process.pid}`, code);
  renameSync(`${copy}.${process.pid}`, copy);
  return copy;
}

/** The `node_modules` that dapf is in, of a clone the one that it has. */
function nearestPackages() {
  const folders = __dirname.split(sep);
  const last = folders.lastIndexOf("node_modules");
  return last < 0 ? resolve(__dirname, "../node_modules") : folders.slice(0, last + 1).join(sep);
}

/** Of this user alone, because what is in it is run. */
function homeCache() {
  return process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
}

function digest(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

function attempt(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

module.exports = { options };
