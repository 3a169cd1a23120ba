/** AWS calls for tests, as the SDKs send them but for the signature, which nothing on loopback checks. */

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The caller's side of an account and region at an endpoint. */
export class AwsCalls {
  constructor(
    readonly endpoint: string,
    readonly account = "731580992380",
    readonly region = "ap-south-1",
  ) {}

  /** A call of the JSON protocol, e.g. `json("glue", "AWSGlue.GetJob", {...})`; fails unless it is answered with 200. */
  async json<T = Record<string, unknown>>(service: string, target: string, body: object): Promise<T> {
    const answer = await this.jsonAnswer(service, target, body);
    if (answer.status !== 200) throw new Error(`${target} answered ${answer.status}: ${answer.text}`);
    // The test that asks knows the shape that it asks for.
    return (answer.text === "" ? {} : JSON.parse(answer.text)) as T;
  }

  jsonAnswer(service: string, target: string, body: object): Promise<Answer> {
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": target };
    return this.send(service, "POST", "/", JSON.stringify(body), headers);
  }

  /** A call of the query protocol; returns the XML, and fails unless it is answered with 200. */
  async query(
    service: string,
    version: string,
    action: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const body = new URLSearchParams({ Action: action, Version: version, ...parameters }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
    const answer = await this.send(service, "POST", "/", body, headers);
    if (answer.status !== 200) throw new Error(`${action} answered ${answer.status}: ${answer.text}`);
    return answer.text;
  }

  /** Any call; every status is an answer. */
  async send(
    service: string,
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.endpoint}${path}`, {
      method,
      headers: { authorization: this.authorization(service), ...headers },
      body,
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  authorization(service: string): string {
    const scope = `${this.account}/20260101/${this.region}/${service}/aws4_request`;
    return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=0`;
  }
}

/** Texts of all XML elements of that name. */
export function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map((match) => match[1] ?? "");
}
