import {
  Token,
  TerraformDataSource,
  type TerraformElement,
  TerraformResource,
  TerraformVariable,
  VariableType,
} from "cdktf";

/** What is known of the value behind a reference before Terraform runs. */
export interface ReferenceType {
  /** A Terraform type constraint such as `string` or `list(number)`; undefined when it is not known. */
  readonly type?: string;
  readonly sensitive: boolean;
}

const unknown: ReferenceType = { sensitive: false };

/**
 * Tells the type of what an identifier such as `aws_sns_topic.topic.arn` refers to.
 *
 * The generated bindings have one getter for each attribute, and its value shows the type: a string token, a number
 * token, a list of tokens. An object and a boolean look alike (`IResolvable`), so a boolean is told by the type that
 * the binding states for the argument of that name. Sensitivity is Terraform's own for provider attributes (marks pass
 * through module outputs by themselves); only our sensitive variables have to be repeated on the way.
 *
 * @param elements those of the module in which the identifier stands, by their address in it
 */
export function typeOfReference(elements: ReadonlyMap<string, TerraformElement>, reference: string): ReferenceType {
  const words = reference.split(".");
  const address = words.slice(0, words[0] === "data" ? 3 : 2).join(".");
  const element = elements.get(address);
  if (element instanceof TerraformVariable) return { type: element.type, sensitive: element.sensitive ?? false };
  if (element === undefined) return unknown;
  if (!TerraformResource.isTerraformResource(element) && !TerraformDataSource.isTerraformDataSource(element)) {
    return unknown;
  }
  const attribute = reference.slice(`${address}.`.length);
  if (!/^[a-z0-9_]+$/.test(attribute)) return unknown;
  return { type: typeOfAttribute(element, attribute), sensitive: false };
}

function typeOfAttribute(element: TerraformElement, attribute: string): string | undefined {
  const getter = attribute.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const value: unknown = Reflect.get(element, getter);
  if (typeof value === "string") return VariableType.STRING;
  if (typeof value === "number") return VariableType.NUMBER;
  if (Array.isArray(value)) return typeof value[0] === "string" ? VariableType.LIST_STRING : VariableType.LIST_NUMBER;
  if (isTokenMap(value, "string")) return VariableType.MAP_STRING;
  if (isTokenMap(value, "number")) return VariableType.MAP_NUMBER;
  if (Token.isUnresolved(value) && statesBoolean(element, attribute)) return VariableType.BOOL;
  return undefined;
}

/** CDKTF encodes a map attribute as a plain object with one token as its key. */
function isTokenMap(value: unknown, of: "string" | "number"): boolean {
  if (typeof value !== "object" || value === null || "resolve" in value) return false;
  const [entry, ...more] = Object.entries(value);
  return entry !== undefined && more.length === 0 && Token.isUnresolved(value) && typeof entry[1] === of;
}

function statesBoolean(element: TerraformElement, attribute: string): boolean {
  // The HCL rendering of a binding names the type of each argument; it is protected, hence the reflection.
  const render: unknown = Reflect.get(element, "synthesizeHclAttributes");
  if (typeof render !== "function") return false;
  const rendered: unknown = render.call(element);
  if (typeof rendered !== "object" || rendered === null) return false;
  const stated: unknown = Reflect.get(rendered, attribute);
  return typeof stated === "object" && stated !== null && Reflect.get(stated, "storageClassType") === "boolean";
}
