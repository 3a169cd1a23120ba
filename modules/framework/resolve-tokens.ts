import { DefaultTokenResolver, StringConcat, Token, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";

const resolver = new DefaultTokenResolver(new StringConcat());

/**
 * Puts what they stand for in the place of the tokens in a value; what is undefined is left out.
 *
 * CDKTF's own `resolve` makes several contexts and runs four regular expressions for each key and each leaf, and most
 * of a stack is plain text. So the walk through plain values is ours, and CDKTF gets only what may hold a token.
 *
 * @param scope the stack in which the value will stand: a token may read differently in different stacks
 * @param preparing whether references to other stacks shall be wired up
 */
export function resolveTokens(scope: IConstruct, whole: unknown, preparing: boolean): unknown {
  const resolve = (part: unknown): unknown => {
    if (Array.isArray(part)) {
      return part.some(mayBeToken) ? byCdktf(part) : part.map(resolve).filter((item) => item !== undefined);
    }
    if (!isPlain(part)) return mayBeToken(part) || typeof part === "object" ? byCdktf(part) : part;
    const resolved: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(part)) {
      // A map of tokens has one key that is a token itself.
      if (mayBeToken(key)) return byCdktf(part);
      const value = resolve(item);
      if (value !== undefined) resolved[key] = value;
    }
    return resolved;
  };
  const byCdktf = (part: unknown): unknown => Tokenization.resolve(part, { scope, preparing, resolver });
  return resolve(whole);
}

/**
 * A token is an object with a method, a text with `TfToken[` in it, or a number near -1.9e+289; a number may stand in a
 * text, and a map of tokens holds constants of CDKTF's.
 */
function mayBeToken(value: unknown): boolean {
  if (typeof value === "string") {
    return (
      value.includes("TfToken[") ||
      value.includes("e+") ||
      value === Token.STRING_MAP_TOKEN_VALUE ||
      value === Token.ANY_MAP_TOKEN_VALUE
    );
  }
  if (typeof value === "number") {
    return Math.abs(value) > Number.MAX_SAFE_INTEGER || value === Token.NUMBER_MAP_TOKEN_VALUE;
  }
  return typeof value === "function";
}

/** Whether a value is a mapping and nothing more: no token, no construct. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    !Tokenization.isResolvable(value)
  );
}
