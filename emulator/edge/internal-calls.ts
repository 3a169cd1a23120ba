/** Calls that the edge makes to moto itself, in the name of an account and Region. */
import type { Place } from "../../aws/place";
import { InternalCallError } from "../errors";
import type { EdgeResponse, Forward } from "./messages";

export class InternalCalls {
  constructor(
    private readonly forward: Forward,
    readonly place: Place,
  ) {}

  /** The same calls, sent in another way. */
  through(change: (forward: Forward) => Forward): InternalCalls {
    return new InternalCalls(change(this.forward), this.place);
  }

  /**
   * A call of the JSON protocol.
   *
   * @param target - value of `X-Amz-Target`, e.g. `AWSGlue.GetJob`
   * @throws InternalCallError when it is not answered with 200
   */
  async json<T>(service: string, target: string, body: object): Promise<T> {
    const answer = await this.jsonAnswer(service, target, body);
    const text = answer.body.toString("utf8");
    if (answer.status !== 200) throw new InternalCallError(service, operationIn(target), answer.status, text);
    // The caller names the shape that the API documents for this operation.
    return (text === "" ? {} : JSON.parse(text)) as T;
  }

  /** The same; every status is an answer. */
  jsonAnswer(service: string, target: string, body: object): Promise<EdgeResponse> {
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": target };
    return this.send(service, operationIn(target), "POST", "/", Buffer.from(JSON.stringify(body)), headers);
  }

  /** A call of the query protocol; every status is an answer. */
  query(
    service: string,
    version: string,
    action: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<EdgeResponse> {
    const body = new URLSearchParams({ Action: action, Version: version, ...parameters }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
    return this.send(service, action, "POST", "/", Buffer.from(body), headers);
  }

  /** @returns undefined when there is no such object or bucket */
  async getObject(bucket: string, key: string): Promise<Buffer | undefined> {
    const answer = await this.send("s3", "GetObject", "GET", objectPath(bucket, key), Buffer.alloc(0));
    if (answer.status === 404) return undefined;
    if (answer.status !== 200)
      throw new InternalCallError("s3", "GetObject", answer.status, answer.body.toString("utf8"));
    return answer.body;
  }

  /** @returns the first thousand keys that begin so, in order; none when there is no such bucket */
  async listObjects(bucket: string, prefix: string): Promise<string[]> {
    const query = new URLSearchParams({ "list-type": "2", prefix }).toString();
    const answer = await this.send("s3", "ListObjectsV2", "GET", `/${bucket}?${query}`, Buffer.alloc(0));
    const text = answer.body.toString("utf8");
    if (answer.status === 404) return [];
    if (answer.status !== 200) throw new InternalCallError("s3", "ListObjectsV2", answer.status, text);
    return [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = ""]) => unescaped(key));
  }

  async putObject(
    bucket: string,
    key: string,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const answer = await this.send("s3", "PutObject", "PUT", objectPath(bucket, key), Buffer.from(body), headers);
    if (answer.status !== 200)
      throw new InternalCallError("s3", "PutObject", answer.status, answer.body.toString("utf8"));
  }

  private send(
    service: string,
    operation: string,
    method: string,
    url: string,
    body: Buffer,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<EdgeResponse> {
    const { account, region } = this.place;
    const scope = `${account}/20260101/${region}/${service}/aws4_request`;
    return this.forward({
      identity: { service, region, account, accountIsChosen: true },
      operation,
      method,
      url,
      headers: {
        host: "127.0.0.1",
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
        ...headers,
      },
      body,
    });
  }
}

/** `s3://bucket/key` -> both; undefined when it is no such address. */
export function s3Address(address: string): { readonly bucket: string; readonly key: string } | undefined {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(address) ?? [];
  return bucket === undefined || key === undefined ? undefined : { bucket, key };
}

function objectPath(bucket: string, key: string): string {
  return `/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
}

function unescaped(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
}

function operationIn(target: string): string {
  return target.slice(target.lastIndexOf(".") + 1);
}
