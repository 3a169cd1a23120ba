/** What AWS says of the members of its requests: the comments of the SDK's types, which are those of the API references. */
import * as fs from "node:fs";
import * as path from "node:path";
import ts from "typescript";
import type { JsonSchema } from "./json-schema";

interface Member {
  readonly text: string;
  /** Of the type of its value, or of the values in it, when it is an object. */
  readonly type: string | undefined;
}

type Members = ReadonlyMap<string, Member>;

/** The types of one service. */
export interface Service {
  readonly types: ReadonlyMap<string, Members>;
  /** Address of the pages of types and actions: `https://.../API_`. */
  readonly pages: string;
}

/**
 * @param name of the SDK's package: `batch`
 * @param pages where the API Reference is
 */
export function serviceOf(name: string, pages: string): Service {
  const folder = path.join(path.dirname(require.resolve(`@aws-sdk/client-${name}/package.json`)), "dist-types/models");
  const files = fs.readdirSync(folder).filter((file) => /^models_\d+\.d\.ts$/.test(file));
  const types = files.flatMap((file) => typesIn(path.join(folder, file)));
  return { types: new Map(types), pages: `${pages}/API_` };
}

function typesIn(file: string): [string, Members][] {
  const source = ts.createSourceFile(file, fs.readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, false);
  return source.statements.filter(ts.isInterfaceDeclaration).map(({ name, members }) => {
    const read = members.filter(ts.isPropertySignature).map((one): [string, Member] => {
      const [comment] = ts.getLeadingCommentRanges(source.text, one.pos) ?? [];
      const text = comment === undefined ? "" : firstSentence(source.text.slice(comment.pos, comment.end));
      return [one.name.getText(source), { text, type: one.type && objectType(one.type, source) }];
    });
    return [name.text, new Map(read)];
  });
}

/** `ContainerProperties | undefined`, `Tag[] | undefined` */
function objectType(type: ts.TypeNode, source: ts.SourceFile): string | undefined {
  if (ts.isUnionTypeNode(type)) return type.types.flatMap((one) => objectType(one, source) ?? [])[0];
  if (ts.isArrayTypeNode(type)) return objectType(type.elementType, source);
  return ts.isTypeReferenceNode(type) ? type.typeName.getText(source) : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };
const LONGEST = 300;

function firstSentence(comment: string): string {
  const lines = comment.replace(/^\/\*\*|\*\/$/g, "").replaceAll(/^\s*\* ?/gm, "");
  const [paragraph = ""] = lines.split(/<\/p>|^@/m);
  const plain = paragraph
    .replaceAll(/<\/?[a-z][^>]*>/gi, "")
    .replaceAll(/&(\w+);/g, (all, name: string) => ENTITIES[name] ?? all)
    .replaceAll(/\s+/g, " ")
    .trim();
  const [sentence = plain] = /^(?:Required\. )?.*?\.(?= [A-Z]|$)/.exec(plain) ?? [];
  return sentence.length <= LONGEST ? sentence : `${sentence.slice(0, LONGEST - 2).replace(/ \S*$/, "")} …`;
}

/**
 * Describes the members of a schema, at every depth, with what AWS says of them and the page that says it.
 *
 * @param type of the API, whose members these are; a request is that of the action that its page is about
 * @param nameOf a member in the API, of one in the schema
 */
export function describeMembers(
  schema: JsonSchema,
  service: Service,
  type: string,
  nameOf: (name: string) => string = (name) => name,
): void {
  const known = service.types.get(type);
  const page = `${service.pages}${type.replace(/Request$/, "")}.html`;
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    const member = known?.get(nameOf(name));
    if (member === undefined || child.not !== undefined) continue;
    child.description ??= `${member.text} ${page}`.trim();
    const inner = child.items ?? child;
    if (member.type !== undefined) describeMembers(inner, service, member.type, nameOf);
  }
}
