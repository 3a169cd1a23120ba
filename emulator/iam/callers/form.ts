/** Requests and answers of the query protocol, as STS and IAM speak it. Source: Smithy, "AWS query protocol". */
import { escaped } from "../../edge/protocol";
import type { EdgeResponse } from "../../edge/messages";

/** What an element holds: text, further elements, or the members of a list. */
export type XmlValue = string | number | boolean | XmlObject | readonly XmlValue[] | undefined;
export interface XmlObject {
  readonly [name: string]: XmlValue;
}

/** The members of a list of texts, in their order. */
export function membersOf(form: URLSearchParams, name: string): string[] {
  const members: string[] = [];
  for (let value: string | null; (value = form.get(`${name}.member.${members.length + 1}`)) !== null;)
    members.push(value);
  return members;
}

/** Key and value of each member of a list of tags. */
export function tagsIn(form: URLSearchParams, name: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (let at = 1; ; at += 1) {
    const key = form.get(`${name}.member.${at}.Key`);
    if (key === null) return tags;
    tags.set(key, form.get(`${name}.member.${at}.Value`) ?? "");
  }
}

/** @param namespace - of the service's API, with its version */
export function xmlAnswer(namespace: string, operation: string, result: XmlObject): EdgeResponse {
  const body = Buffer.from(
    `<${operation}Response xmlns="${namespace}"><${operation}Result>${elements(result)}</${operation}Result></${operation}Response>`,
  );
  return { status: 200, headers: { "content-type": "text/xml", "content-length": body.length }, body };
}

function elements(value: XmlObject): string {
  return Object.entries(value)
    .map(([name, of]) => (of === undefined ? "" : `<${name}>${content(of)}</${name}>`))
    .join("");
}

function content(value: Exclude<XmlValue, undefined>): string {
  if (isList(value))
    return value.map((member) => (member === undefined ? "" : `<member>${content(member)}</member>`)).join("");
  return typeof value === "object" ? elements(value) : escaped(String(value));
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}
