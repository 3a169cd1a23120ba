/**
 * Runs TypeScript: `node --require ./bin/typescript.js main.ts`. What esbuild makes of a file is kept, so that the next start
 * needs no compiler. A dynamic import becomes a late `require`: Node's own goes to its loader of ES modules, which knows neither
 * TypeScript nor names without an extension, and a start of which that does costs more than the modules that are spared.
 */
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join, resolve } = require("node:path");
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
const kept = resolve(__dirname, "../node_modules/.cache/dapf");

process.setSourceMapsEnabled(true);
// Of old, and there to stay: what takes its place, module.registerHooks, needs Node 22.15.
require.extensions[".ts"] = (module, file) => module._compile(compiled(file, readFileSync(file, "utf8")), file);

/** The name of what is kept is the file's, so that edits do not make it grow; its last line tells what it was made of. */
function compiled(file, source) {
  const copy = join(kept, `${digest(file)}.js`);
  const mark = `\n//${digest(compiler, source)}`;
  const last = attempt(() => readFileSync(copy, "utf8"));
  if (last?.endsWith(mark)) return last;
  const code = require("esbuild").transformSync(source, { ...options, sourcefile: file }).code + mark;
  // A folder that cannot be written to costs time, no more; others may read while this is written.
  attempt(() => {
    mkdirSync(kept, { recursive: true });
    writeFileSync(`${copy}.${process.pid}`, code);
    renameSync(`${copy}.${process.pid}`, copy);
  });
  return code;
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
