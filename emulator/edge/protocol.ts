/** Which AWS protocol a call speaks, and errors in its shape. Source: Smithy, "AWS protocols". */
import type { EdgeRequest, EdgeResponse } from "./messages";

/** What a call is recognised by; the body only where its protocol names the operation there. */
export type Call = Pick<EdgeRequest, "identity" | "headers" | "url" | "body">;

export type Protocol = "json" | "cbor" | "query" | "ec2" | "s3" | "rest-xml" | "rest-json";

export interface ProtocolError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const REST_XML = new Set(["route53", "cloudfront"]);

export function protocolOf({ identity: { service }, headers, url, body }: Call): Protocol {
  if (headers["x-amz-target"] !== undefined) return "json";
  if (/^\/service\/[^/]+\/operation\//.test(url)) return "cbor";
  // Before S3, because a call without a signature passes for one of S3: those of STS by which one gets credentials.
  const isAtRoot = /^\/(?:\?|$)/.test(url);
  if (isAtRoot && (/[?&]Action=/.test(url) || /(?:^|&)Action=/.test(body.toString("latin1"))))
    return service === "ec2" ? "ec2" : "query";
  if (service === "s3") return "s3";
  return REST_XML.has(service) ? "rest-xml" : "rest-json";
}

/** The error as a client of that protocol finds it. */
export function protocolError(request: Call, error: ProtocolError): EdgeResponse {
  const { status, code, message } = error;
  switch (protocolOf(request)) {
    case "json":
      // The answer has the version of the request: application/x-amz-json-1.0 or -1.1.
      return answer(
        error,
        request.headers["content-type"] ?? "application/x-amz-json-1.1",
        asJson({ __type: code, message }),
      );
    case "rest-json":
      return answer(error, "application/json", asJson({ message }));
    case "cbor":
      return withHeader(
        answer(error, "application/cbor", cborMap({ __type: code, message })),
        "smithy-protocol",
        "rpc-v2-cbor",
      );
    case "s3":
      return answer(error, "application/xml", xml(`<Error>${codeAndMessage(error)}</Error>`));
    case "ec2":
      return answer(
        error,
        "text/xml",
        xml(`<Response><Errors><Error>${codeAndMessage(error)}</Error></Errors></Response>`),
      );
    case "query":
    case "rest-xml": {
      const type = `<Type>${status < 500 ? "Sender" : "Receiver"}</Type>`;
      return answer(
        error,
        "text/xml",
        xml(`<ErrorResponse><Error>${type}${codeAndMessage(error)}</Error></ErrorResponse>`),
      );
    }
  }
}

function answer({ status, code }: ProtocolError, type: string, body: Buffer): EdgeResponse {
  const headers = { "content-type": type, "content-length": body.length, "x-amzn-errortype": code };
  return { status, headers, body };
}

function withHeader(response: EdgeResponse, name: string, value: string): EdgeResponse {
  return { ...response, headers: { ...response.headers, [name]: value } };
}

function asJson(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function xml(element: string): Buffer {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${element}`);
}

function codeAndMessage({ code, message }: ProtocolError): string {
  return `<Code>${code}</Code><Message>${escaped(message)}</Message>`;
}

/** A text as the content of an XML element. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** RFC 8949: a map of less than 24 texts. */
function cborMap(members: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(members);
  return Buffer.concat([Buffer.from([0xa0 + entries.length]), ...entries.flat().map(cborText)]);
}

function cborText(text: string): Buffer {
  const content = Buffer.from(text);
  const head = Buffer.alloc(3);
  head.writeUInt8(0x79);
  head.writeUInt16BE(content.length, 1);
  return Buffer.concat([head, content]);
}
