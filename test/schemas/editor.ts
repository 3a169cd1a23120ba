/** What an editor says of a file: VS Code's JSON language service, with the schemas that are in the package. */
import * as fs from "node:fs";
import { getLanguageService, type JSONSchema, TextDocument } from "vscode-json-languageservice";
import { parseYaml } from "../../config/yaml";
import { Written } from "../../config/scalars";
import { type KindName, schemaFile } from "../../schemas/kinds";

export interface Flag {
  /** What is underlined. */
  readonly at: string;
  /** Where that begins. */
  readonly offset: number;
  readonly message: string;
}

const service = getLanguageService({});
const schemas = new Map<KindName, JSONSchema>();

function schemaOf(kind: KindName): JSONSchema {
  const known = schemas.get(kind) ?? (JSON.parse(fs.readFileSync(schemaFile(kind), "utf8")) as JSONSchema); // Cast: it is one.
  schemas.set(kind, known);
  return known;
}

/** @returns what is underlined in a file, JSON with or without comments */
export async function flagsIn(kind: KindName, json: string): Promise<Flag[]> {
  const document = TextDocument.create("file:///file.json", "json", 1, json);
  const settings = { validate: true, comments: "ignore", schemaValidation: "error" } as const;
  const found = await service.doValidation(document, service.parseJSONDocument(document), settings, schemaOf(kind));
  return found.map(({ range, message }) => ({
    at: document.getText(range),
    offset: document.offsetAt(range.start),
    message: typeof message === "string" ? message : message.value,
  }));
}

/** @returns what an editor offers where a `|` stands */
export async function offersAt(kind: KindName, json: string): Promise<string[]> {
  const offset = json.indexOf("|");
  const text = json.replace("|", "");
  const own = getLanguageService({});
  own.configure({ schemas: [{ uri: "file:///schema.json", fileMatch: ["*"], schema: schemaOf(kind) }] });
  const document = TextDocument.create("file:///file.json", "json", 1, text);
  const list = await own.doComplete(document, document.positionAt(offset), own.parseJSONDocument(document));
  return (list?.items ?? []).map(({ label }) => label);
}

/** @returns YAML as the editor's YAML service hands it on: numbers as they are written */
export const yamlAsJson = (text: string): string => jsonOf(parseYaml("file.yaml", text).value);

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;

export function jsonOf(value: unknown): string {
  if (value instanceof Written) {
    if (typeof value.value === "boolean" || NUMBER.test(value.text)) return value.text.toLowerCase();
    return Number.isFinite(value.value) ? String(value.value) : "1e999";
  }
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${members.map(([key, one]) => `${JSON.stringify(key)}:${jsonOf(one)}`).join(",")}}`;
}
