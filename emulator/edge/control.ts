/**
 * The edge's own routes, beside the AWS calls:
 *
 *   GET  /_dapf/status          who this is: token, process ids, start time
 *   GET  /_dapf/counters        calls by service and operation, errors by code
 *   POST /_dapf/counters/reset  start counting anew
 *   POST /_dapf/reset           forget all AWS resources (and count anew)
 *   POST /_dapf/shutdown        end the emulator; needs its token in `x-dapf-token`
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { CallCounters } from "./counters";

export const CONTROL_PREFIX = "/_dapf/";
export const TOKEN_HEADER = "x-dapf-token";

/** What a running emulator says of itself. */
export interface EdgeStatus {
  /** Random; tells this emulator from any other process that may answer on its port. */
  readonly token: string;
  /** Process of the edge. */
  readonly pid: number;
  readonly motoPid: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Names of the loaded moto fixes. */
  readonly fixes: readonly string[];
}

export interface ControlOptions {
  readonly counters: CallCounters;
  readonly status: () => EdgeStatus;
  /** Forgets all AWS resources. */
  readonly reset: () => Promise<void>;
  /** Absent: the emulator belongs to the process that started it and cannot be ended from outside. */
  readonly shutdown: (() => void) | undefined;
}

export class Control {
  constructor(private readonly options: ControlOptions) {}

  async answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    request.resume();
    const route = `${request.method ?? "GET"} ${url.pathname.slice(CONTROL_PREFIX.length - 1)}`;
    switch (route) {
      case "GET /status":
        return json(response, 200, this.options.status());
      case "GET /counters":
        return json(response, 200, this.options.counters.snapshot());
      case "POST /counters/reset":
        this.options.counters.reset();
        return json(response, 200, {});
      case "POST /reset":
        return this.reset(response);
      case "POST /shutdown":
        return this.shutdown(request, response);
      default:
        return json(response, 404, { error: `no such control route: ${route}` });
    }
  }

  private async reset(response: ServerResponse): Promise<void> {
    try {
      await this.options.reset();
      this.options.counters.reset();
      json(response, 200, {});
    } catch (error) {
      json(response, 500, { error: String(error) });
    }
  }

  private shutdown(request: IncomingMessage, response: ServerResponse): void {
    const { shutdown, status } = this.options;
    if (shutdown === undefined)
      return json(response, 409, { error: "this emulator ends with the process it is part of" });
    if (request.headers[TOKEN_HEADER] !== status().token) return json(response, 403, { error: "wrong token" });
    json(response, 202, {});
    response.once("close", shutdown);
  }
}

function json(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": body.length,
    connection: "close",
  });
  response.end(body);
}
