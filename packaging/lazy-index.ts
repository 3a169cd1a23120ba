import ts from "typescript";

interface Exported {
  readonly name: string;
  /** Its name in the file that it is from. */
  readonly original: string;
  readonly from: string;
}

/**
 * `index.ts` as JavaScript that loads a file when something of it is used: an environment file, which every command reads,
 * takes `defineEnvironment` and has no use for CDKTF.
 */
export function lazyIndex(source: string): string {
  const exported = ts.createSourceFile("index.ts", source, ts.ScriptTarget.ES2022).statements.flatMap(exportsOf);
  const getters = exported.map(({ name, original, from }) => {
    return `  ${name}: { enumerable: true, get: () => require(${JSON.stringify(from)}).${original} },\n`;
  });
  // What is never run tells Node's loader of ES modules the names.
  const names = `0 && (module.exports = { ${exported.map(({ name }) => name).join(", ")} });\n`;
  return `"use strict";\nObject.defineProperties(exports, {\n${getters.join("")}});\n${names}`;
}

function exportsOf(statement: ts.Statement): Exported[] {
  const clause = ts.isExportDeclaration(statement) ? statement : undefined;
  const { exportClause: names, moduleSpecifier: file, isTypeOnly = false } = clause ?? {};
  if (names === undefined || !ts.isNamedExports(names) || file === undefined || !ts.isStringLiteral(file)) {
    throw new Error("index.ts may have nothing but `export { ... } from`");
  }
  return names.elements
    .filter((element) => !isTypeOnly && !element.isTypeOnly)
    .map(({ name, propertyName }) => ({ name: name.text, original: (propertyName ?? name).text, from: file.text }));
}
