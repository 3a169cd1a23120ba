/** The id that AWS gives to every call, where the answer of each protocol has it. */
import { randomBytes, randomUUID } from "node:crypto";
import type { OutgoingHttpHeaders } from "node:http";
import type { EdgeResponse } from "./messages";
import { type Call, protocolOf } from "./protocol";

/** How AWS writes it; moto's own server writes it in lower case. */
const HEADER = "x-amzn-RequestId";

/** Amazon S3 API reference, "Common response headers": `x-amz-request-id` and, for its support, `x-amz-id-2`. */
const S3_HEADERS = { id: "x-amz-request-id", host: "x-amz-id-2" };

/** The headers of an answer with those that say its request id; one that moto has made is kept. */
export function withRequestId(call: Call, headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const { [HEADER.toLowerCase()]: known, ...others } = headers;
  if (protocolOf(call) !== "s3") return { ...others, [HEADER]: known ?? randomUUID() };
  const { id, host } = S3_HEADERS;
  return {
    ...others,
    [id]: headers[id] ?? randomBytes(8).toString("hex").toUpperCase(),
    [host]: headers[host] ?? randomBytes(56).toString("base64"),
  };
}

/** A whole answer with its request id, in the body, too, in the protocols that have it there. */
export function identified(call: Call, answer: EdgeResponse): EdgeResponse {
  const headers = withRequestId(call, answer.headers);
  const isXml = /xml/.test(String(headers["content-type"]));
  const body = isXml && answer.body.length > 0 ? withIdInBody(call, { ...answer, headers }) : answer.body;
  if (body === answer.body) return { ...answer, headers };
  return { ...answer, headers: { ...headers, "content-length": body.length }, body };
}

/** Smithy, "AWS query protocol", "AWS EC2 query protocol", "AWS restXml protocol"; Amazon S3, "Error responses". */
function withIdInBody(call: Call, { status, headers, body }: EdgeResponse): Buffer {
  const isError = status >= 400;
  const id = String(headers[HEADER] ?? headers[S3_HEADERS.id]);
  switch (protocolOf(call)) {
    case "ec2":
      return withElement(body, isError ? "RequestID" : "requestId", id);
    case "query":
      return withElement(body, "RequestId", id, isError ? undefined : "ResponseMetadata");
    case "rest-xml":
      return isError ? withElement(body, "RequestId", id) : body;
    case "s3":
      return isError
        ? withElement(withElement(body, "RequestId", id), "HostId", String(headers[S3_HEADERS.host]))
        : body;
    default:
      return body;
  }
}

/**
 * The last element of that name with that text; as the last one in the root where there is none.
 *
 * @param parent - the element that a new one stands in. @default the root
 */
function withElement(xml: Buffer, name: string, text: string, parent?: string): Buffer {
  const tag = `<${name}>`;
  const found = xml.lastIndexOf(tag);
  const element = `${tag}${text}</${name}>`;
  if (found < 0) {
    const end = xml.lastIndexOf("</");
    if (end < 0) return xml;
    const added = parent === undefined ? element : `<${parent}>${element}</${parent}>`;
    return Buffer.concat([xml.subarray(0, end), Buffer.from(added), xml.subarray(end)]);
  }
  const end = xml.indexOf("<", found + tag.length);
  return Buffer.concat([xml.subarray(0, found), Buffer.from(element), xml.subarray(xml.indexOf(">", end) + 1)]);
}
