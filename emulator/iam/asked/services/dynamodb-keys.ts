/**
 * `dynamodb:LeadingKeys` and `dynamodb:Attributes`: the values of the partition key, and the names of attributes in a call.
 * Source: Amazon DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control".
 */
import { type ApiCall, type Params, isObject, memberOf, objectIn, scalarText, textIn, textsIn } from "../api-call";
import type { Keys } from "../rules";

const LEADING = "dynamodb:leadingkeys";
const ATTRIBUTES = "dynamodb:attributes";

/** @param resource - ARN of the table or index @param items - the parts of the call about it */
export async function itemKeys(call: ApiCall, resource: string, items: readonly Params[]): Promise<Keys> {
  const { facts } = call;
  const name = facts.mentions(LEADING) ? await facts.partitionKeyOf(resource) : undefined;
  const leading = name === undefined ? [] : items.flatMap((item) => leadingKeys(item, name));
  const attributes = facts.mentions(ATTRIBUTES) ? items.flatMap(attributesIn) : [];
  return { [LEADING]: [...new Set(leading)], [ATTRIBUTES]: [...new Set(attributes)] };
}

function leadingKeys(item: Params, name: string): readonly string[] {
  const ofItem = [objectIn(item, "key")[name], objectIn(item, "item")[name]].flatMap((value) => valueIn(value));
  const condition = objectIn(item, "keyconditions")[name];
  const listed = isObject(condition) && Array.isArray(condition.AttributeValueList) ? condition.AttributeValueList : [];
  return [...ofItem, ...listed.flatMap((value: unknown) => valueIn(value)), ...expressionValue(item, name)];
}

/** `#k = :v` of a key condition, with the names and values that stand beside it. */
function expressionValue(item: Params, name: string): readonly string[] {
  const names = objectIn(item, "expressionattributenames");
  const values = objectIn(item, "expressionattributevalues");
  const equations = (textIn(item, "keyconditionexpression") ?? "").matchAll(/([#\w.-]+)\s*=\s*(:\w+)/g);
  return [...equations].flatMap(([, left = "", right = ""]) =>
    (names[left] ?? left) === name ? valueIn(values[right]) : [],
  );
}

/** `{ "S": "a" }` -> a */
function valueIn(value: unknown): readonly string[] {
  if (!isObject(value)) return [];
  return Object.values(value).flatMap((text) => scalarText(text) ?? []);
}

function attributesIn(item: Params): readonly string[] {
  const objects = ["key", "item", "expected", "attributeupdates", "keyconditions", "queryfilter", "scanfilter"];
  const names = objectIn(item, "expressionattributenames");
  const texts = [
    "projectionexpression",
    "keyconditionexpression",
    "filterexpression",
    "updateexpression",
    "conditionexpression",
  ];
  const inTexts = texts.flatMap((text) => namesInExpression(textIn(item, text) ?? ""));
  return [
    ...objects.flatMap((member) => Object.keys(isObject(memberOf(item, member)) ? objectIn(item, member) : {})),
    ...textsIn(item, "attributestoget"),
    ...Object.values(names).flatMap((name) => scalarText(name) ?? []),
    ...inTexts,
  ];
}

const WORDS = new Set(
  "and or not between in set remove add delete size contains begins_with attribute_exists attribute_not_exists attribute_type if_not_exists list_append".split(
    " ",
  ),
);

function namesInExpression(expression: string): readonly string[] {
  const words = expression.match(/(?<![#:\w.])[A-Za-z_]\w*/g) ?? [];
  return words.filter((word) => !WORDS.has(word.toLowerCase()));
}
