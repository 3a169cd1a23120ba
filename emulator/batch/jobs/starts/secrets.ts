/** Secrets that ECS gives to a container as variables. Source: Amazon ECS Developer Guide, "Pass sensitive data to a container". */
import { partsOfArn } from "../../../../aws/arns";
import type { InternalCalls } from "../../../edge/internal-calls";
import { type EdgeResponse, jsonIn, objectOf, textOf } from "../../../edge/messages";
import type { NotStarted, Secret } from "./needs";
import { secretUnreadable } from "./words";

/** The value of a secret, or why the container does not start. */
export type SecretValue = { readonly value: string } | { readonly notStarted: NotStarted };

/** @param calls - as the execution role */
export async function valueOf({ valueFrom }: Secret, isOnFargate: boolean, calls: InternalCalls): Promise<SecretValue> {
  const unreadable = (code: string, sentence: string) => ({
    notStarted: secretUnreadable(isOnFargate, valueFrom, code, sentence),
  });
  const isSecret = partsOfArn(valueFrom)?.service === "secretsmanager";
  const answer = await (isSecret ? secretAnswer(valueFrom, calls) : parameterAnswer(valueFrom, calls));
  const body = jsonIn(answer.body);
  if (answer.status !== 200) return unreadable(codeIn(body), textOf(body["message"] ?? body["Message"]));
  if (isSecret) return { value: fieldOf(valueFrom, textOf(body["SecretString"])) };
  const { Parameters: found } = body;
  const [parameter] = Array.isArray(found) ? found.map(objectOf) : [];
  if (parameter === undefined) return unreadable("invalid parameters", valueFrom);
  return { value: textOf(parameter["Value"]) };
}

/** `arn:..:secret:name:json-key:version-stage:version-id`; the last three may be missing or empty. */
function splitSecret(valueFrom: string): { readonly id: string; readonly field: string; readonly more: object } {
  const parts = valueFrom.split(":");
  const [field = "", stage = "", version = ""] = parts.slice(7);
  const more = { ...(stage === "" ? {} : { VersionStage: stage }), ...(version === "" ? {} : { VersionId: version }) };
  return { id: parts.slice(0, 7).join(":"), field, more };
}

function secretAnswer(valueFrom: string, calls: InternalCalls): Promise<EdgeResponse> {
  const { id, more } = splitSecret(valueFrom);
  return calls.jsonAnswer("secretsmanager", "secretsmanager.GetSecretValue", { SecretId: id, ...more });
}

function parameterAnswer(valueFrom: string, calls: InternalCalls): Promise<EdgeResponse> {
  const name = partsOfArn(valueFrom)?.resource.replace(/^parameter\//, "");
  const path = name?.includes("/") === true ? `/${name}` : name;
  return calls.jsonAnswer("ssm", "AmazonSSM.GetParameters", { Names: [path ?? valueFrom], WithDecryption: true });
}

function fieldOf(valueFrom: string, secret: string): string {
  const { field } = splitSecret(valueFrom);
  return field === "" ? secret : String(jsonIn(Buffer.from(secret))[field] ?? "");
}

function codeIn(body: Readonly<Record<string, unknown>>): string {
  return textOf(body["__type"]).split("#").at(-1) ?? "";
}
