/** Shapes of files as JSON Schemas, which never find fault with a file that its reader takes. */
import { z } from "zod";

/** Draft 7, which the editors' language services know best, with the words that those of VS Code add. */
export interface JsonSchema {
  $schema?: string;
  $ref?: string;
  title?: string;
  description?: string;
  default?: unknown;
  examples?: unknown[];
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  not?: JsonSchema;
  if?: JsonSchema;
  then?: JsonSchema;
  else?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  patternProperties?: Record<string, JsonSchema>;
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  required?: string[];
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  definitions?: Record<string, JsonSchema>;
  /** What is said instead of the editor's own words. */
  errorMessage?: string;
  patternErrorMessage?: string;
  /** Whether the editor leaves it out where it lists what may stand. */
  doNotSuggest?: boolean;
}

/** Where every file may say by which schema it is checked. */
export const SCHEMA_MEMBER: JsonSchema = {
  type: "string",
  description: "The JSON Schema by which editors check this file.",
};

/**
 * @param shape of a value that a reader validates, in which the scalars are those of a file
 * @returns its input; rules that only code can check are left out
 */
export function jsonSchemaOf(shape: z.ZodType): JsonSchema {
  // Cast: ours names the words of draft 7.
  const schema = z.toJSONSchema(shape, {
    io: "input",
    target: "draft-7",
    // What takes anything, and checks of our own, which only ever narrow it.
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => mend(zodSchema, jsonSchema as JsonSchema), // Cast: see above.
  }) as JsonSchema;
  // Which draft it is the file as a whole says.
  delete schema.$schema;
  return schema;
}

/** Zod's own bounds of whole numbers, and those of the API's Integer, which nobody meets but by mistake. */
const WHOLE_NUMBERS = [
  { least: Number.MIN_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER },
  { least: -(2 ** 31), most: 2 ** 31 - 1 },
];

function mend(shape: z.core.$ZodType, schema: JsonSchema): void {
  if (shape instanceof z.ZodNever) never(shape, schema);
  if (shape instanceof z.ZodPipe) throughPipe(shape, schema);
  if (shape instanceof z.ZodString) explainPattern(shape, schema);
  for (const { least, most } of WHOLE_NUMBERS) {
    if (schema.maximum === most) delete schema.maximum;
    if (schema.minimum === least) delete schema.minimum;
  }
  if (schema.minLength === 0) delete schema.minLength;
  if (JSON.stringify(schema.propertyNames) === '{"type":"string"}') delete schema.propertyNames;
  if (["{}", "[]"].includes(JSON.stringify(schema.default))) delete schema.default;
}

/** A member that is there for the sake of what is said of it. */
function never(shape: z.ZodNever, schema: JsonSchema): void {
  const text = messageOf(shape.def.error);
  Object.assign(schema, { not: {}, doNotSuggest: true }, text === undefined ? {} : { errorMessage: text });
}

/**
 * What comes out of a pipe tells what may go in. Where that is a scalar read as its text, only the string is told: how a
 * number is written, on which its text depends, a schema does not see.
 */
function throughPipe(pipe: z.ZodPipe, schema: JsonSchema): void {
  const { in: before, out: after } = pipe.def;
  if (after instanceof z.ZodEnum) {
    const words = after.options.map(String);
    if (before instanceof z.ZodString) anyCase(words, schema);
    else scalarWords(words, schema);
  } else if (after instanceof z.ZodString) {
    Object.assign(schema, { ...jsonSchemaOf(after), type: schema.type });
  }
}

/** `RETRY`, `retry`, `Retry`, ... */
function anyCase(words: readonly string[], schema: JsonSchema): void {
  const patterns = words.map((word) => [...word].map((letter) => `[${lettersOf(letter).join("")}]`).join(""));
  delete schema.type;
  schema.anyOf = [{ enum: [...words] }, { type: "string", pattern: `^(${patterns.join("|")})$` }];
}

const LETTERS = Array.from({ length: 0x250 }, (_, code) => String.fromCharCode(code));

/** All letters, `ı` and `ſ` among them, that are this one in upper case. */
const lettersOf = (letter: string): string[] => LETTERS.filter((one) => one.toUpperCase() === letter);

/** `"3.9"`, and 3.9 as a number. */
function scalarWords(words: readonly string[], schema: JsonSchema): void {
  const numbers = words.map(Number).filter((number, index) => String(number) === words[index]);
  delete schema.type;
  schema.enum = [...words, ...numbers];
}

/** The reader's own words for a pattern. */
function explainPattern({ def }: z.ZodString, schema: JsonSchema): void {
  const formats = (def.checks ?? []).flatMap((check) => ("pattern" in check._zod.def ? [check._zod.def] : []));
  for (const { pattern } of formats) {
    // JSON Schema has no flags; editors compile with u, or without any.
    if (pattern instanceof RegExp && /[ims]/.test(pattern.flags)) throw new UnwritablePatternError(pattern);
  }
  const [first, second] = formats;
  const text = second === undefined ? messageOf(first?.error) : undefined;
  if (text !== undefined) schema.patternErrorMessage = text;
}

/** A mistake of this program: no editor would go by the pattern as the reader does. */
class UnwritablePatternError extends Error {
  constructor(readonly pattern: RegExp) {
    super(`${String(pattern)} has a flag that JSON Schema does not know`);
  }
}

function messageOf(error: unknown): string | undefined {
  const found: unknown = typeof error === "function" ? (error as () => unknown)() : undefined; // Cast: ours take nothing.
  return typeof found === "string" ? found : undefined;
}
