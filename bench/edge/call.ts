import * as http from "node:http";
import { text } from "node:stream/consumers";

const SIGNED = {
  authorization:
    "AWS4-HMAC-SHA256 Credential=123456789012/20260101/eu-west-1/batch/aws4_request, SignedHeaders=host;x-amz-date, Signature=0",
  "content-type": "application/json",
};

/** One call of AWS Batch, without the weight of an SDK: what is measured is who answers. */
export async function callBatch(
  endpoint: string,
  operation: string,
  request: object,
  agent?: http.Agent,
): Promise<{ readonly status: number; readonly body: string }> {
  const sent = http.request(`${endpoint}/v1/${operation}`, {
    method: "POST",
    headers: SIGNED,
    ...(agent && { agent }),
  });
  const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
    sent.once("response", resolve);
    sent.once("error", reject);
  });
  sent.end(JSON.stringify(request));
  const response = await answered;
  return { status: response.statusCode ?? 0, body: await text(response) };
}
