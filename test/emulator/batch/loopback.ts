/** Handlers of the embedded AWS behind a loopback port of their own, without moto: enough for clients of these services. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { refusalOf } from "../../../emulator/edge/fault-answers";
import type { Faults } from "../../../emulator/edge/faults";
import type { EdgeRequest, EdgeResponse, ServiceHandler } from "../../../emulator/edge/messages";
import { identify, operationOf } from "../../../emulator/edge/recognise";

export interface Loopback {
  readonly endpoint: string;
  /** `service operation` of each call so far. */
  readonly calls: string[];
  /** The same of each call that a handler passed on to moto; each is answered with 501. */
  readonly forwarded: string[];
  /** HTTP status of each answer so far; 0 of one that got lost on purpose. */
  readonly statuses: number[];
  close(): Promise<void>;
}

/**
 * @param handlers - service signing name -> handler; calls of any other service are answered with 501
 * @param faults - what calls suffer on purpose, as at the edge; by default nothing
 */
export async function serve(
  handlers: Readonly<Record<string, ServiceHandler>>,
  faults?: Pick<Faults, "draw">,
): Promise<Loopback> {
  const calls: string[] = [];
  const forwarded: string[] = [];
  const statuses: number[] = [];
  const forward = (request: EdgeRequest): Promise<EdgeResponse> => {
    forwarded.push(`${request.identity.service} ${request.operation}`);
    return Promise.resolve(missing(request.operation));
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const url = new URL(request.url ?? "/", "http://loopback.invalid");
      const method = request.method ?? "GET";
      const identity = identify(request.headers, url.searchParams);
      const operation = operationOf(identity, method, url.pathname, request.headers, url.searchParams, body);
      calls.push(`${identity.service} ${operation}`);
      const whole = { identity, operation, method, url: request.url ?? "/", headers: request.headers, body };
      const fault = faults?.draw(identity.service);
      const refusal = fault?.refusal && Promise.resolve(refusalOf(whole, fault.refusal));
      const answer = refusal ?? handlers[identity.service]?.handle(whole, forward);
      void (answer ?? Promise.resolve(missing(identity.service))).then(({ status, headers, body: text }) => {
        statuses.push(fault?.answerLost === true ? 0 : status);
        if (fault?.answerLost === true) return response.destroy();
        response.writeHead(status, headers);
        return response.end(text);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A listening TCP server has an address object.
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    forwarded,
    statuses,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function missing(what: string): EdgeResponse {
  return { status: 501, headers: {}, body: Buffer.from(`nobody answers ${what} here`) };
}
