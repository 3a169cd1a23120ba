import { elements, type Answer, type AwsCalls } from "./aws-calls";

/** The code of a refusal, without what namespaces it; `ok` when there is none. */
export function codeOf({ status, headers, text }: Answer): string {
  if (status < 400) return "ok";
  const ofXml = elements(text, "Code")[0];
  // The protocols of JSON have it in the header or in the body.
  const ofJson = headers.get("x-amzn-errortype") ?? /"__type":\s*"([^"]*)"/.exec(text)?.[1];
  return (ofXml ?? ofJson ?? String(status)).replace(/^.*#/, "");
}

/** @returns the codes of what a service answers, in the order of the requests */
export async function codes(
  aws: AwsCalls,
  service: string,
  target: string,
  requests: readonly (readonly [operation: string, body: object])[],
): Promise<string[]> {
  const found: string[] = [];
  for (const [operation, body] of requests) {
    found.push(codeOf(await aws.jsonAnswer(service, `${target}.${operation}`, body)));
  }
  return found;
}

/** The same of a call to IAM. */
export async function iam(
  aws: AwsCalls,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const body = new URLSearchParams({ Action: action, Version: "2010-05-08", ...parameters }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  return codeOf(await aws.send("iam", "POST", "/", body, headers));
}

/** A trust policy of a service, e.g. `glue`. */
export const trust = (sid: string, service = "glue") =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Sid: sid, Effect: "Allow", Principal: { Service: `${service}.amazonaws.com` }, Action: "sts:AssumeRole" },
    ],
  });
/** A state machine of one state. */
export const states = (comment: string) =>
  JSON.stringify({ Comment: comment, StartAt: "A", States: { A: { Type: "Succeed" } } });
export const roleArn = "arn:aws:iam::731580992380:role/any";
/** So many tags, in the way in which a service writes them. */
export const many = (count: number, key = "Key", value = "Value") =>
  Array.from({ length: count }, (_, index) => ({ [key]: `k${index}`, [value]: "v" }));
