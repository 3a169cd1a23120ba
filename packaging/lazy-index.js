const ts = require("typescript");

/**
 * `index.ts` as JavaScript that loads a file when something of it is used: an environment file, which every command reads,
 * takes `defineEnvironment` and has no use for CDKTF.
 */
function lazyIndex(source) {
  const exported = ts.createSourceFile("index.ts", source, ts.ScriptTarget.ES2022).statements.flatMap(exportsOf);
  const getters = exported.map(({ name, original, from }) => {
    return `  ${name}: { enumerable: true, get: () => require(${JSON.stringify(from)}).${original} },\n`;
  });
  // What is never run tells Node's loader of ES modules the names.
  const names = `0 && (module.exports = { ${exported.map(({ name }) => name).join(", ")} });\n`;
  return `"use strict";\nObject.defineProperties(exports, {\n${getters.join("")}});\n${names}`;
}

function exportsOf(statement) {
  if (!ts.isExportDeclaration(statement) || !ts.isNamedExports(statement.exportClause)) {
    throw new Error("index.ts may have nothing but `export { ... } from`");
  }
  const from = statement.moduleSpecifier.text;
  const values = statement.exportClause.elements.filter(({ isTypeOnly }) => !isTypeOnly && !statement.isTypeOnly);
  return values.map(({ name, propertyName }) => ({ name: name.text, original: (propertyName ?? name).text, from }));
}

module.exports = { lazyIndex };
