import * as http from "node:http";
import type { AddressInfo } from "node:net";

/** What is answered, or a promise of it. */
type Answer = (body: Readonly<Record<string, unknown>>) => unknown;

interface Failure {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
}

/** A call that was made: `AmazonSSM.GetParameter`, `POST /v1/listjobs`, `PUT /bucket/key`. */
export interface Call {
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * An AWS of one account whose answers a test writes down. SSM parameters and objects of S3 are kept; any other call is
 * answered by `on`, or with an error when the test does not expect it.
 */
export class FakeAws {
  readonly parameters = new Map<string, string>();
  private readonly versions = new Map<string, number>();
  readonly objects = new Map<string, string>();
  readonly calls: Call[] = [];
  private readonly answers = new Map<string, Answer>();
  private readonly failures = new Map<string, Failure[]>();
  private readonly server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const target = request.headers["x-amz-target"];
      const path = (request.url ?? "").replace(/\?.*/, "");
      const name = typeof target === "string" ? target : `${request.method ?? ""} ${path}`;
      void this.serve(name, Buffer.concat(chunks).toString(), response);
    });
  });

  /** @returns the variables that lead clients here */
  async listen(): Promise<NodeJS.ProcessEnv> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    // Cast: a TCP server that listens has an address with a port.
    const { port } = this.server.address() as AddressInfo;
    return {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "123456789012",
      AWS_SECRET_ACCESS_KEY: "very-secret",
    };
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  /** Forgets what was kept and said. */
  clear(): void {
    for (const kept of [this.parameters, this.versions, this.objects, this.answers, this.failures]) kept.clear();
    this.calls.length = 0;
  }

  on(name: string, answer: Answer): this {
    this.answers.set(name, answer);
    return this;
  }

  /** The next calls of that name fail. */
  fail(name: string, failure: Failure, times = 1): this {
    this.failures.set(name, Array<Failure>(times).fill(failure));
    return this;
  }

  /** The bodies of all calls of that name. */
  called(name: string): Call["body"][] {
    return this.calls.filter((call) => call.name === name).map(({ body }) => body);
  }

  private async serve(name: string, text: string, response: http.ServerResponse): Promise<void> {
    // Cast: the SDK sends JSON objects but for S3, whose body is the object.
    const body = (text.startsWith("{") ? JSON.parse(text) : { text }) as Call["body"];
    this.calls.push({ name, body });
    const failure = this.failures.get(name)?.shift();
    if (failure !== undefined) return refuse(response, failure);
    if (/^(GET|HEAD|PUT) \/(?!v1\/)/.test(name)) return this.serveObject(name, text, response);
    const answer = this.answers.get(name) ?? this.ownAnswer(name);
    if (answer === undefined) return refuse(response, { status: 400, code: `Unexpected.${name}` });
    const result = await answer(body);
    if (isFailure(result)) return refuse(response, result);
    response.setHeader("content-type", "application/x-amz-json-1.1");
    response.end(JSON.stringify(result));
  }

  private ownAnswer(name: string): Answer | undefined {
    if (name === "AmazonSSM.GetParameter") {
      return ({ Name }) => {
        const Value = this.parameters.get(String(Name));
        const Version = this.versions.get(String(Name)) ?? 1;
        return Value === undefined ? { status: 400, code: "ParameterNotFound" } : { Parameter: { Value, Version } };
      };
    }
    if (name !== "AmazonSSM.PutParameter") return undefined;
    return ({ Name, Value }) => {
      const Version = (this.versions.get(String(Name)) ?? 1) + 1;
      this.versions.set(String(Name), Version);
      this.parameters.set(String(Name), String(Value));
      return { Version };
    };
  }

  private serveObject(name: string, text: string, response: http.ServerResponse): void {
    const [method, key = ""] = name.split(" ");
    if (method === "PUT") this.objects.set(key, text);
    const content = this.objects.get(key);
    if (content !== undefined) return void response.end(method === "PUT" ? "" : content);
    response.statusCode = 404;
    response.end("<Error><Code>NoSuchKey</Code><Message>none</Message></Error>");
  }
}

function refuse(response: http.ServerResponse, { status, code, message = `${code} of the test` }: Failure): void {
  response.statusCode = status;
  response.setHeader("content-type", "application/x-amz-json-1.1");
  response.setHeader("x-amzn-errortype", code);
  response.end(JSON.stringify({ __type: code, message }));
}

function isFailure(result: unknown): result is Failure {
  return typeof result === "object" && result !== null && "status" in result && "code" in result;
}
