/** The one loopback endpoint: recognises each AWS call, lets a handler or moto answer it, and counts it. */
import { createServer } from "node:http";
import type { IncomingMessage, OutgoingHttpHeaders, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { PortInUseError } from "../errors";
import type { Control } from "./control";
import { CONTROL_PREFIX } from "./control";
import type { LoggedCall } from "./counters";
import { type CallCounters, errorCodeOf } from "./counters";
import { refusalOf } from "./fault-answers";
import type { Faults } from "./faults";
import type { Gate } from "../iam/gate";
import { finished } from "./finish";
import type { EdgeRequest, EdgeResponse, Router } from "./messages";
import { jsonError } from "./messages";
import { type Call, protocolError } from "./protocol";
import type { MotoProxy } from "./proxy";
import { withRequestId } from "./request-ids";
import type { Writes } from "./writes";
import type { CallIdentity } from "./recognise";
import { identify, operationOf } from "./recognise";

/** AWS clients keep idle connections for up to 90 s; closing earlier than they do would race with their next request. */
const KEEP_ALIVE_MS = 120_000;

export interface EdgeOptions {
  /** 0: a free one. */
  readonly port: number;
  readonly proxy: MotoProxy;
  readonly router: Router;
  readonly counters: CallCounters;
  readonly writes: Writes;
  readonly control: Control;
  readonly gate: Pick<Gate, "recognise" | "admit" | "changed" | "hiding">;
  /** Faults on purpose. @default none */
  readonly faults?: Faults | undefined;
  /** Called once for each answered AWS call. */
  readonly log: (call: LoggedCall) => void;
}

export interface Edge {
  readonly port: number;
  /** Stops listening and ends open connections. */
  close(): Promise<void>;
}

/** @throws PortInUseError when the given port is taken */
export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 }, (request, response) => {
    // `answer` turns failures into answers itself; what is left is a connection that cannot be written to any more.
    answer(options, request, response).catch(() => response.destroy());
  });
  await listen(server, options.port);
  // What keeps the process alive is its own business: a test's process ends when its tests have.
  server.unref();
  // A listening TCP server has an address object; it is a string for pipes only.
  const { port } = server.address() as AddressInfo;
  return { port, close: () => close(server) };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" || error.code === "EACCES" ? new PortInUseError(port) : error);
    });
    server.listen(port, "127.0.0.1", resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** A client that went away (Ctrl-C, a crash) gets no answer; 499 is what nginx logs for it. */
const GONE = [499, "ClientClosedRequest"] as const;

async function answer(options: EdgeOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { path, query } = targetOf(request);
  // Browsers tell on whose behalf they ask. What a web page asks for could run commands here.
  if (request.headers.origin !== undefined) {
    request.resume();
    return send(response, jsonError(403, "AccessDenied", "The embedded AWS is not for web pages."), "");
  }
  if (path.startsWith(CONTROL_PREFIX)) return options.control.answer(request, response, path, query);

  const started = process.hrtime.bigint();
  const { gate, proxy, writes } = options;
  const { headers } = request;
  const identity = identify(headers, query);
  const method = request.method ?? "GET";
  const nameOf = (body: Buffer | undefined): string => operationOf(identity, method, path, headers, query, body);
  let call: Call = { identity, headers, url: request.url ?? "/", body: Buffer.alloc(0) };
  let answered = (): void => undefined;
  const done = (operation: string, status: number, error: string | undefined): void => {
    answered();
    const logged = loggedCall(call.identity, operation, status, error, started);
    options.counters.count(logged);
    options.log(logged);
  };
  const finish = (raw: EdgeResponse): void => {
    const answer = finished(call, raw);
    send(response, answer, method);
    done(operation, answer.status, errorCodeOf(answer.status, answer.headers, answer.body));
  };

  const fault = options.faults?.draw(identity.service);
  let operation = nameOf(undefined);
  try {
    const isStreamed = fault === undefined && isUpload(identity, request, query);
    const body = isStreamed ? undefined : await readBody(request);
    operation = nameOf(body);
    answered = writes.begin(operation);
    if (!(await writes.admit(operation, () => response.closed))) return done(operation, ...GONE);
    call = { ...call, body: body ?? call.body };
    if (fault !== undefined) await sleep(fault.delayMilliseconds);
    if (fault?.refusal !== undefined) return finish(refusalOf(call, fault.refusal));

    const recognition = await gate.recognise(identity, headers, query);
    if (!("admission" in recognition)) {
      request.resume();
      return finish(recognition.refusal(call));
    }
    const { caller, identity: known } = recognition.admission;
    call = { ...call, identity: known };
    const whole: EdgeRequest = { ...call, operation, method, caller };
    const refused = await gate.admit(whole, caller);
    if (refused !== undefined) {
      request.resume();
      return finish(refused);
    }
    const handler = options.router.get(serviceOf(whole));
    if (handler === undefined && fault === undefined && !isForm(request, query)) {
      const dress = (received: OutgoingHttpHeaders) => {
        gate.changed(whole);
        return withRequestId(call, received);
      };
      const { status, error } = await proxy.stream(request, response, known, dress, body);
      if (error === undefined) return done(operation, status, undefined);
      gate.changed(whole);
      return finish((await gate.hiding(whole, caller, status)) ?? error);
    }
    const answer = await (handler?.handle(whole, proxy.forward) ?? proxy.forward(whole));
    gate.changed(whole);
    if (fault?.answerLost === true) {
      response.destroy();
      return done(operation, 499, "AnswerLost");
    }
    finish((await gate.hiding(whole, caller, answer.status)) ?? answer);
  } catch (error) {
    // Not `request.destroyed`: that is every request that has been read to its end.
    if (response.closed) return done(operation, ...GONE);
    const [status, code] = [503, "ServiceUnavailable"];
    if (!response.headersSent) {
      const message = `embedded AWS: no answer from moto: ${error instanceof Error ? error.message : String(error)}`;
      return finish(protocolError(call, { status, code, message }));
    }
    response.destroy();
    done(operation, status, code);
  }
}

/** STS is asked for credentials by who has none yet; such a call passes for one of S3. */
const UNSIGNED_STS = new Set(["AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"]);

function serviceOf({ identity: { service }, operation }: EdgeRequest): string {
  return service === "s3" && UNSIGNED_STS.has(operation) ? "sts" : service;
}

/**
 * Path (not decoded) and query of a request. Not by `URL`: an S3 key may begin with a slash, and `//key` would be a host.
 */
function targetOf(request: IncomingMessage): { path: string; query: URLSearchParams } {
  const target = request.url ?? "/";
  const mark = target.indexOf("?");
  if (mark < 0) return { path: target, query: new URLSearchParams() };
  return { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
}

/** Answers of the query protocol (EC2, IAM, SNS ..) have the request id in their body. */
function isForm(request: IncomingMessage, query: URLSearchParams): boolean {
  const type = request.headers["content-type"] ?? "";
  return type.startsWith("application/x-www-form-urlencoded") || query.has("Action");
}

/** What a request for S3 may say in its query while its body is an object, or a part of one. */
const OF_UPLOADS = /^(?:partNumber|uploadId|x-id|AWSAccessKeyId|Signature|Expires|X-Amz-.*)$/i;

/** An object that is written is passed on as it comes in; all other bodies are small, and say what a call asks for. */
function isUpload({ service }: CallIdentity, { method, url = "" }: IncomingMessage, query: URLSearchParams): boolean {
  if (service !== "s3" || method !== "PUT" || !/^\/+[^/?]+\/+[^?]/.test(url)) return false;
  return [...query.keys()].every((key) => OF_UPLOADS.test(key));
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  // Without an encoding set, a request stream yields buffers.
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, answered: EdgeResponse, method: string): void {
  response.writeHead(answered.status, answered.headers);
  response.end(method === "HEAD" ? undefined : answered.body);
}

function loggedCall(
  identity: CallIdentity,
  operation: string,
  status: number,
  error: string | undefined,
  started: bigint,
): LoggedCall {
  return {
    time: new Date().toISOString(),
    service: identity.service,
    operation,
    account: identity.account,
    region: identity.region,
    status,
    milliseconds: Math.round(Number(process.hrtime.bigint() - started) / 1e5) / 10,
    ...(error === undefined ? {} : { error }),
  };
}
