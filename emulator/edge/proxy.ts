/** Passes calls on to the moto process: streamed as they are, or whole for the handlers at the edge. */
import { Agent, request as httpRequest } from "node:http";
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import type { EdgeRequest, EdgeResponse } from "./messages";
import type { CallIdentity } from "./recognise";

/** Moto reads the account of a call from this header. */
const ACCOUNT_HEADER = "x-moto-account-id";
/** These belong to one connection (RFC 9110, section 7.6.1), and `expect` has been answered by the edge. */
const NOT_PASSED_ON = new Set(["connection", "keep-alive", "proxy-connection", "te", "upgrade", "expect"]);
/** Of a request, also what only the edge may say. */
const NOT_PASSED_TO_MOTO = new Set([...NOT_PASSED_ON, ACCOUNT_HEADER]);
/** What came of a call whose answer is passed on as it comes in. */
export interface Passed {
  readonly status: number;
  /** Whole, and not yet sent: what is wrong is said in few words. Undefined: all is well, and sent. */
  readonly error: EdgeResponse | undefined;
}

export class MotoProxy {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(private readonly port: number) {}

  /**
   * Streams a request to moto and its answer, unless that is an error, back. Rejects when moto cannot be reached or breaks off.
   *
   * @param dress - what the headers of the answer become
   * @param body - of the request, where it has been read already
   */
  stream(
    from: IncomingMessage,
    to: ServerResponse,
    identity: CallIdentity,
    dress: (headers: OutgoingHttpHeaders) => OutgoingHttpHeaders,
    body?: Buffer,
  ): Promise<Passed> {
    return new Promise((resolve, reject) => {
      const headers = requestHeaders(from.headers, identity);
      if (body !== undefined) {
        delete headers["transfer-encoding"];
        headers["content-length"] = body.length;
      }
      const upstream = this.request(from, headers);
      upstream.on("error", reject);
      upstream.on("response", (answer) => {
        const status = answer.statusCode ?? 502;
        if (status >= 400) {
          whole(answer).then((error) => resolve({ status, error }), reject);
          return;
        }
        to.writeHead(status, dress(responseHeaders(answer.headers)));
        pipeline(answer, to, (error) => (error ? reject(error) : resolve({ status, error: undefined })));
      });
      // Not `pipeline`: that would destroy the client's connection, and with it our answer, when moto answers before it
      // has read the whole body.
      from.on("aborted", () => upstream.destroy());
      if (body === undefined) from.pipe(upstream);
      else {
        to.on("close", () => upstream.destroy());
        upstream.end(body);
      }
    });
  }

  /** Sends a whole request and reads the whole answer. Rejects when moto cannot be reached or breaks off. */
  forward = (request: EdgeRequest): Promise<EdgeResponse> =>
    new Promise((resolve, reject) => {
      const headers = requestHeaders(request.headers, request.identity);
      delete headers["transfer-encoding"];
      headers["content-length"] = request.body.length;
      const upstream = this.request(request, headers);
      upstream.on("error", reject);
      upstream.on("response", (answer) => void whole(answer).then(resolve, reject));
      upstream.end(request.body);
    });

  private request(
    { method, url }: Pick<IncomingMessage, "method" | "url">,
    headers: OutgoingHttpHeaders,
  ): ClientRequest {
    return httpRequest({ host: "127.0.0.1", port: this.port, agent: this.agent, method, path: url, headers });
  }

  close(): void {
    this.agent.destroy();
  }
}

function requestHeaders(received: IncomingMessage["headers"], identity: CallIdentity): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(received)) {
    if (!NOT_PASSED_TO_MOTO.has(name)) headers[name] = value;
  }
  if (identity.accountIsChosen) headers[ACCOUNT_HEADER] = identity.account;
  return headers;
}

function responseHeaders(received: IncomingMessage["headers"]): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(received)) {
    if (!NOT_PASSED_ON.has(name) && name !== "transfer-encoding") headers[name] = value;
  }
  return headers;
}

function whole(answer: IncomingMessage): Promise<EdgeResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    answer.on("data", (chunk: Buffer) => chunks.push(chunk));
    answer.on("error", reject);
    answer.on("end", () =>
      resolve({
        status: answer.statusCode ?? 502,
        headers: responseHeaders(answer.headers),
        body: Buffer.concat(chunks),
      }),
    );
  });
}
