/**
 * Texts with wildcards and policy variables.
 *
 * Source: IAM User Guide, "IAM policy elements: Variables and tags".
 */
import type { Context } from "../model";
import { isKnownKey } from "./keys";
import { ANY_TEXT, matcherOf, matches, ONE_CHARACTER, type Pattern } from "./wildcard";

export interface Variable {
  /** Lower case: "Key names are case-insensitive". */
  readonly key: string;
  readonly fallback: string | undefined;
}

export interface TemplateOptions {
  /** Only documents of version 2012-10-17 have variables; in others they are literal text. */
  readonly hasVariables: boolean;
  readonly hasWildcards: boolean;
  readonly ignoresCase?: boolean;
}

/** Whether a text of the request is what a text of the policy says. */
export type Match = (text: string, context: Context) => boolean;
export type Template = readonly (number | Variable)[];

/** What cannot be read as a template, and what could. */
export class TemplateFault extends Error {
  constructor(
    readonly found: string,
    readonly allowed: string,
  ) {
    super(`${found}: ${allowed}`);
  }
}

const WILDCARDS: ReadonlyMap<string, number> = new Map([
  ["*", ANY_TEXT],
  ["?", ONE_CHARACTER],
]);
/** "${*}", "${?}" and "${$}" stand for the characters themselves. */
const ESCAPED: ReadonlySet<string> = new Set(["*", "?", "$"]);
const VARIABLE = /^\s*([^,']+?)\s*(?:,\s*'([^']*)'\s*)?$/;

/** @throws TemplateFault when a variable has no end, or nobody knows its key */
export function templateOf(text: string, options: TemplateOptions): Template {
  const template: (number | Variable)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (options.hasVariables && text.startsWith("${", at)) {
      const end = text.indexOf("}", at);
      if (end === -1) throw new TemplateFault(text.slice(at), "a variable that ends, ${key} or ${key, 'default'}");
      const inner = text.slice(at + 2, end);
      template.push(ESCAPED.has(inner) ? inner.charCodeAt(0) : variableOf(inner));
      at = end;
    } else {
      const wildcard = options.hasWildcards ? WILDCARDS.get(text.charAt(at)) : undefined;
      template.push(wildcard ?? text.charCodeAt(at));
    }
  }
  return template;
}

function variableOf(inner: string): Variable {
  const [, key, fallback] = VARIABLE.exec(inner) ?? [];
  if (key === undefined) throw new TemplateFault(`\${${inner}}`, "${key} or ${key, 'default'}");
  if (!isKnownKey(key))
    throw new TemplateFault(`\${${inner}}`, "a variable of a global condition key, or of a service's");
  return { key: key.toLowerCase(), fallback };
}

/**
 * @param change what is done to values before they are put in
 * @returns undefined where a variable has no value: then the text matches nothing ("Policy variables with no value")
 */
export function resolved(template: Template, context: Context, change = (value: string) => value): Pattern | undefined {
  const pattern: number[] = [];
  for (const part of template) {
    if (typeof part === "number") pattern.push(part);
    else {
      const values = context.get(part.key);
      // "You can't use a multivalued condition key as a variable."
      const found = values?.length === 1 ? values[0] : part.fallback;
      if (found === undefined) return undefined;
      const value = change(found);
      for (let at = 0; at < value.length; at += 1) pattern.push(value.charCodeAt(at));
    }
  }
  return pattern;
}

export function isConstant(template: Template): template is Pattern {
  return template.every((part) => typeof part === "number");
}

/** @throws TemplateFault like `templateOf`, which says what is wrong in the text's own case */
export function matchOf(text: string, options: TemplateOptions): Match {
  const template = templateOf(text, options);
  return options.ignoresCase ? ignoringCase(templateOf(text.toLowerCase(), options)) : respectingCase(template);
}

function respectingCase(template: Template): Match {
  if (isConstant(template)) return matcherOf(template);
  return (given, context) => {
    const pattern = resolved(template, context);
    return pattern !== undefined && matches(pattern, given);
  };
}

/** @param template of a text in lower case */
function ignoringCase(template: Template): Match {
  if (isConstant(template)) {
    const isMatch = matcherOf(template);
    return (given) => isMatch(given.toLowerCase());
  }
  return (given, context) => {
    const pattern = resolved(template, context, (value) => value.toLowerCase());
    return pattern !== undefined && matches(pattern, given.toLowerCase());
  };
}
