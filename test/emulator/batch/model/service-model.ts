/** The model of AWS Batch, read from the SDK's types, which AWS makes of it: operations, members, their kinds, what is required. */
import * as fs from "node:fs";
import * as path from "node:path";
import * as sdk from "@aws-sdk/client-batch";
import ts from "typescript";
import { MISSING_MEMBERS, OTHER_CASE } from "./exceptions";

export type Kind =
  | { readonly kind: "text" | "number" | "flag" }
  | { readonly kind: "choice"; readonly values: readonly string[] }
  | { readonly kind: "list" | "map"; readonly item: Kind }
  | { readonly kind: "object"; readonly type: string };

export interface Member {
  readonly kind: Kind;
  readonly required: boolean;
}

export type Members = ReadonlyMap<string, Member>;

const folder = path.join(path.dirname(require.resolve("@aws-sdk/client-batch/package.json")), "dist-types/models");
const types = new Map(
  fs
    .readdirSync(folder)
    .filter((file) => /^models_\d+\.d\.ts$/.test(file))
    .flatMap((file) => typesIn(path.join(folder, file))),
);

/** Names of all operations: `SubmitJob`. */
export const operations = Object.keys(sdk)
  .flatMap((name) => /^(\w+)Command$/.exec(name)?.[1] ?? [])
  .sort();

/** @throws Error when there is no such type */
export function membersOf(type: string): Members {
  const found = types.get(type);
  if (found === undefined) throw new Error(`The SDK's Batch has no type ${type}`);
  return found;
}

function typesIn(file: string): [string, Members][] {
  const source = ts.createSourceFile(file, fs.readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, false);
  return source.statements.filter(ts.isInterfaceDeclaration).map(({ name, members }) => {
    const read = members.filter(ts.isPropertySignature).map((one): [string, Member] => {
      const where = `${name.text}.${one.name.getText(source)}`;
      const kind = kindOf(one.type, source, where);
      return [one.name.getText(source), { kind, required: one.questionToken === undefined }];
    });
    return [name.text, new Map(read)];
  });
}

function kindOf(node: ts.TypeNode | undefined, source: ts.SourceFile, where: string): Kind {
  const type = node !== undefined && ts.isUnionTypeNode(node) ? node.types.find(isValue) : node;
  const inner = (of: ts.TypeNode | undefined): Kind => kindOf(of, source, where);
  if (type?.kind === ts.SyntaxKind.StringKeyword) return { kind: "text" };
  if (type?.kind === ts.SyntaxKind.NumberKeyword) return { kind: "number" };
  if (type?.kind === ts.SyntaxKind.BooleanKeyword) return { kind: "flag" };
  if (type !== undefined && ts.isArrayTypeNode(type)) return { kind: "list", item: inner(type.elementType) };
  if (type === undefined || !ts.isTypeReferenceNode(type)) throw new Error(`${where} is of a kind not known here`);
  const name = type.typeName.getText(source);
  if (name === "Record") return { kind: "map", item: inner(type.typeArguments?.[1]) };
  const values: unknown = Reflect.get(sdk, name);
  return isRecord(values)
    ? { kind: "choice", values: Object.values(values).map(String) }
    : { kind: "object", type: name };
}

function isValue(type: ts.TypeNode): boolean {
  return type.kind !== ts.SyntaxKind.UndefinedKeyword;
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/**
 * Compares a value with its type, to the last member.
 *
 * @param path of the value, for the problems
 * @returns what does not agree, a line each: `DescribeJobs.jobs[0].status is "DONE"`
 */
export function problemsOf(value: unknown, type: string, at: string): string[] {
  if (!isRecord(value) || Array.isArray(value)) return [`${at} is ${JSON.stringify(value)}, not an object`];
  const members = membersOf(type);
  const unknown = Object.keys(value).filter((name) => !members.has(name));
  const missing = [...members].filter(([name, { required }]) => {
    return required && !Object.hasOwn(value, name) && !MISSING_MEMBERS.includes(`${type}.${name}`);
  });
  return [
    ...unknown.map((name) => `${at}.${name} is not in the model`),
    ...missing.map(([name]) => `${at}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, one]) => {
      const member = members.get(name);
      if (member === undefined) return [];
      const isOtherCase = OTHER_CASE.includes(`${type}.${name}`) && typeof one === "string";
      return problemsOfKind(isOtherCase ? one.toUpperCase() : one, member.kind, `${at}.${name}`);
    }),
  ];
}

function problemsOfKind(value: unknown, kind: Kind, at: string): string[] {
  const wrong = [`${at} is ${JSON.stringify(value)}`];
  switch (kind.kind) {
    case "text":
      return typeof value === "string" ? [] : wrong;
    case "number":
      return typeof value === "number" ? [] : wrong;
    case "flag":
      return typeof value === "boolean" ? [] : wrong;
    case "choice":
      return typeof value === "string" && kind.values.includes(value) ? [] : wrong;
    case "object":
      return problemsOf(value, kind.type, at);
    case "list":
      if (!Array.isArray(value)) return wrong;
      return value.flatMap((one: unknown, index) => problemsOfKind(one, kind.item, `${at}[${index}]`));
    case "map":
      if (!isRecord(value) || Array.isArray(value)) return wrong;
      return Object.entries(value).flatMap(([key, one]) => problemsOfKind(one, kind.item, `${at}.${key}`));
  }
}
