/** JSON Patch. Source: RFC 6902; paths are JSON Pointers, RFC 6901. */
import type { Json } from "./json";
import { isEqual, isObject } from "./json";

/** A patch that does not fit the document; nothing of it has been applied. */
export class PatchError extends Error {
  override readonly name = "PatchError";

  constructor(
    readonly index: number,
    readonly path: string,
    readonly problem: string,
  ) {
    super(`operation ${index} at "${path}": ${problem}`);
  }
}

/**
 * @param document - stays as it is
 * @param patch - parsed JSON
 * @returns the patched copy
 * @throws PatchError
 */
export function applyPatch(document: Json, patch: unknown): Json {
  if (!Array.isArray(patch)) throw new PatchError(0, "", "a patch is a list of operations");
  return patch.reduce<Json>((patched, operation, index) => {
    if (!isObject(operation)) throw new PatchError(index, "", "not an object");
    return new Step(index, operation).apply(patched);
  }, structuredClone(document));
}

class Step {
  private readonly path: string;

  constructor(
    private readonly index: number,
    private readonly operation: Readonly<Record<string, Json>>,
  ) {
    this.path = this.pointer("path");
  }

  apply(document: Json): Json {
    switch (this.operation["op"]) {
      case "add":
        return this.add(document, this.path, this.value());
      case "remove":
        return this.remove(document, this.path);
      case "replace":
        this.get(document, this.path);
        return this.path === "" ? this.value() : this.replace(document, this.value());
      case "move":
        return this.move(document, this.pointer("from"));
      case "copy":
        return this.add(document, this.path, structuredClone(this.get(document, this.pointer("from"))));
      case "test":
        return this.test(document);
      default:
        throw this.error(`unknown operation ${JSON.stringify(this.operation["op"])}`);
    }
  }

  private test(document: Json): Json {
    if (isEqual(this.get(document, this.path), this.value())) return document;
    throw this.error("the tested value is another one");
  }

  private move(document: Json, from: string): Json {
    if (this.path.startsWith(`${from}/`)) throw this.error(`cannot be moved into itself from "${from}"`);
    const value = this.get(document, from);
    return this.add(this.remove(document, from), this.path, value);
  }

  private add(document: Json, path: string, value: Json): Json {
    if (path === "") return value;
    const { parent, key } = this.locate(document, path);
    if (Array.isArray(parent)) {
      const at = key === "-" ? parent.length : this.position(key);
      if (at > parent.length) throw this.error(`the list has no place ${key}`);
      parent.splice(at, 0, value);
    } else {
      define(parent, key, value);
    }
    return document;
  }

  private remove(document: Json, path: string): Json {
    this.get(document, path);
    if (path === "") throw this.error("the whole document cannot be removed");
    const { parent, key } = this.locate(document, path);
    if (Array.isArray(parent)) parent.splice(this.position(key), 1);
    else Reflect.deleteProperty(parent, key);
    return document;
  }

  private replace(document: Json, value: Json): Json {
    const { parent, key } = this.locate(document, this.path);
    if (Array.isArray(parent)) parent[this.position(key)] = value;
    else define(parent, key, value);
    return document;
  }

  private get(document: Json, path: string): Json {
    return tokens(path).reduce<Json>((value, key) => this.member(value, key), document);
  }

  private member(value: Json, key: string): Json {
    const found = Array.isArray(value) ? value[this.position(key)] : isObject(value) ? own(value, key) : undefined;
    if (found === undefined) throw this.error(`there is no ${JSON.stringify(key)}`);
    return found;
  }

  private locate(document: Json, path: string): { parent: Json[] | Record<string, Json>; key: string } {
    const steps = tokens(path);
    const key = steps.pop() ?? "";
    const parent = steps.reduce<Json>((value, step) => this.member(value, step), document);
    if (Array.isArray(parent) || isObject(parent)) return { parent, key };
    throw this.error("leads into a value that has no members");
  }

  // RFC 6901: digits without a leading zero.
  private position(key: string): number {
    if (/^(0|[1-9]\d*)$/.test(key)) return Number(key);
    throw this.error(`${JSON.stringify(key)} is no place in a list`);
  }

  private value(): Json {
    const value = this.operation["value"];
    if (value === undefined) throw this.error("there is no value");
    return structuredClone(value);
  }

  private pointer(name: "path" | "from"): string {
    const pointer = this.operation[name];
    if (typeof pointer === "string" && (pointer === "" || pointer.startsWith("/"))) return pointer;
    throw new PatchError(this.index, String(pointer), `${name} is not a JSON Pointer`);
  }

  private error(problem: string): PatchError {
    return new PatchError(this.index, this.path, problem);
  }
}

function tokens(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function own(value: Record<string, Json>, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Plain assignment of a member named `__proto__` would change the object's prototype instead. */
function define(parent: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}
