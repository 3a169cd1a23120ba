import { z } from "zod";
import type { AnyField, Checked, ChoiceField, NumberField, Rows, TextField } from "./field";
import type { Table } from "./table";

/**
 * What comes over the wire: of the types of the API. Unknown members are left out, as the service ignores them; ranges,
 * patterns and relations are rules with the service's own messages.
 */
export function wireShape<T>({ rows }: Table<T>): z.ZodType<Checked<T>> {
  return typed(z.object(membersOf(rows, WIRE, "")));
}

export interface FileOptions {
  /** Other shapes for some fields, by their paths without indexes: `containerProperties.vcpus`. */
  readonly replaced?: Readonly<Record<string, z.ZodType>>;
  /** What is required beyond the table, by path. */
  readonly needed?: readonly string[];
  /** What may be missing, though the API requires it; by path. */
  readonly optional?: readonly string[];
  /** What files have beside the fields of the API, each optional. */
  readonly added?: Readonly<Record<string, z.ZodType>>;
  /** Whether lengths, ranges and patterns are checked. @default true */
  readonly ranges?: boolean;
  /** How strings are read. @default as they are */
  readonly text?: z.ZodType<string>;
}

/** What a file may say: nothing that the API does not know, and what is needed is there. */
export function fileShape<T>({ rows }: Table<T>, options: FileOptions = {}): z.ZodType<Checked<T>> {
  const more = Object.entries(options.added ?? {}).map(([name, shape]) => [name, shape.optional()] as const);
  return typed(z.strictObject({ ...membersOf(rows, fileStyle(options), ""), ...Object.fromEntries(more) }));
}

/** How leaves become shapes, and which members are optional. */
interface Style {
  readonly object: (members: Record<string, z.ZodType>) => z.ZodType;
  readonly text: (field: TextField) => z.ZodType;
  readonly choice: (field: ChoiceField) => z.ZodType;
  readonly number: (field: NumberField) => z.ZodType;
  readonly value: z.ZodType;
  readonly ranges: boolean;
  readonly isNeeded: (field: AnyField, path: string) => boolean;
  readonly replaced: Readonly<Record<string, z.ZodType>>;
}

const WIRE: Style = {
  object: (members) => z.object(members),
  text: () => z.string(),
  choice: ({ values, anyCase, ownRule, open }) => {
    if (open === true) return z.string();
    if (ownRule === true) return z.custom<string>();
    if (anyCase === undefined) return z.enum(values);
    if (anyCase === "upper") return z.string().toUpperCase().pipe(z.enum(values));
    return z
      .string()
      .toLowerCase()
      .pipe(z.enum(values.map((value) => value.toLowerCase())));
  },
  number: ({ whole, long }) => (whole ? wholeNumber(long) : z.number()),
  value: z.string(),
  ranges: false,
  isNeeded: ({ required, ownRule }) => required === true && ownRule !== true,
  replaced: {},
};

function fileStyle(options: FileOptions): Style {
  const { replaced = {}, needed = [], optional = [], ranges = true, text = z.string() } = options;
  return {
    object: (members) => z.strictObject(members),
    text: (field) => (ranges ? ranged(text, field) : text),
    choice: ({ values, anyCase, open }) => {
      if (open === true) return text;
      return anyCase === undefined ? z.enum(values) : z.string().toUpperCase().pipe(z.enum(values));
    },
    number: ({ whole, long, min, max }) => {
      if (!ranges) return z.number();
      let shape: z.ZodNumber = whole ? wholeNumber(long) : z.number();
      if (min !== undefined) shape = shape.min(min);
      if (max !== undefined) shape = shape.max(max);
      return shape;
    },
    value: text,
    ranges,
    isNeeded: (field, path) =>
      !optional.includes(path) && (field.required === true || field.needed === true || needed.includes(path)),
    replaced,
  };
}

/** The API's Long and Integer. */
function wholeNumber(isLong: boolean | undefined): z.ZodNumber {
  return isLong === true ? z.int() : z.int32();
}

function ranged(text: z.ZodType<string>, { min, max, pattern, rule }: TextField): z.ZodType {
  if (min === undefined && max === undefined && pattern === undefined) return text;
  let shape = z.string();
  if (pattern !== undefined) shape = shape.regex(pattern, rule === undefined ? {} : { error: rule });
  if (min !== undefined) shape = shape.min(min);
  if (max !== undefined) shape = shape.max(max);
  return text instanceof z.ZodString ? shape : text.pipe(shape);
}

function membersOf(rows: Rows, style: Style, path: string): Record<string, z.ZodType> {
  const entries = Object.entries(rows).map(([name, field]) => {
    const at = path === "" ? name : `${path}.${name}`;
    const shape = style.replaced[at] ?? shapeOf(field, style, at);
    return [name, style.isNeeded(field, at) ? shape : shape.optional()] as const;
  });
  return Object.fromEntries(entries);
}

function shapeOf(field: AnyField, style: Style, path: string): z.ZodType {
  switch (field.kind) {
    case "text":
      return style.text(field);
    case "choice":
      return style.choice(field);
    case "number":
      return style.number(field);
    case "flag":
      return z.boolean();
    case "map":
      return z.record(z.string(), style.value);
    case "list": {
      const shape = z.array(shapeOf(field.item, style, path));
      return field.most === undefined || !style.ranges ? shape : shape.max(field.most);
    }
    case "object":
      return style.object(membersOf(field.rows, style, path));
  }
}

function typed<T>(shape: z.ZodType): z.ZodType<Checked<T>> {
  return shape as z.ZodType<Checked<T>>; // Cast: the shape was made of the rows of T.
}
