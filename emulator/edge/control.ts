/**
 * The edge's own routes, beside the AWS calls:
 *
 *   GET  /_dapf/status          who this is: id, process ids, start time
 *   GET  /_dapf/counters        calls by service and operation, errors by code
 *   GET  /_dapf/writes          calls that may change something and have no answer yet
 *   POST /_dapf/writes/hold     lets those that come in during the next seconds wait a moment
 *   GET  /_dapf/inventory/<account>  what the account holds, counted
 *   POST /_dapf/counters/reset  start counting anew
 *   POST /_dapf/reset           forget all AWS resources (and count anew)
 *   GET  /_dapf/simulations     how simulated jobs go, beside what they say themselves
 *   PUT  /_dapf/simulations     the same anew: `[{"match": {variable: value}, "set": {variable: value}}]`, or
 *                               `[{"computeEnvironment": name, "reason": "insufficient-capacity"}]`
 *   POST /_dapf/simulations/reclaim  take the Spot capacity of `{"computeEnvironment": name}` away
 *   GET  /_dapf/iam/record      what was asked for, by whom, and what came of it; `iam/routes.ts` has the others below iam/
 *   POST /_dapf/shutdown        end the emulator; needs its token in `x-dapf-token`
 *
 * The edge answers no web page, so none reaches these.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import type { SimulationRules } from "../batch/jobs/container/simulation-rules";
import type { IamMode } from "../iam/authority-types";
import type { IamRoutes } from "../iam/routes";
import type { CallCounters } from "./counters";
import type { Writes } from "./writes";

export const CONTROL_PREFIX = "/_dapf/";
const IAM_PREFIX = `${CONTROL_PREFIX}iam/`;
export const TOKEN_HEADER = "x-dapf-token";

/** What a running emulator says of itself. */
export interface EdgeStatus {
  /** Random; tells this emulator from any other process that may answer on its port. */
  readonly id: string;
  /** Process of the edge. */
  readonly pid: number;
  readonly motoPid: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Names of the loaded moto fixes. */
  readonly fixes: readonly string[];
  /** Whether permissions are enforced. */
  readonly iam: IamMode;
}

/** `service/region/collection` -> number of things in it. */
export type Inventory = Readonly<Record<string, number>>;

export interface ControlOptions {
  readonly counters: CallCounters;
  readonly writes: Writes;
  readonly status: () => EdgeStatus;
  readonly inventory: (account: string) => Promise<Inventory>;
  /** Forgets all AWS resources. */
  readonly reset: () => Promise<void>;
  readonly simulations: SimulationRules;
  readonly iam: Pick<IamRoutes, "answer">;
  /** Absent: the emulator belongs to the process that started it and cannot be ended from outside. */
  readonly shutdown: { readonly token: string; readonly begin: () => void } | undefined;
}

/** Routes that read what is sent. */
const WITH_BODY: ReadonlySet<string> = new Set(["PUT /simulations", "POST /simulations/reclaim"]);

const reclaimShape = z.strictObject({ computeEnvironment: z.string().min(1) });

export class Control {
  constructor(private readonly options: ControlOptions) {}

  async answer(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    query: URLSearchParams,
  ): Promise<void> {
    const route = `${request.method ?? "GET"} ${path.slice(CONTROL_PREFIX.length - 1)}`;
    const account = /^GET \/inventory\/(\d{12})$/.exec(route)?.[1];
    if (path.startsWith(IAM_PREFIX)) return this.iam(request, response, route, query);
    if (!WITH_BODY.has(route)) request.resume();
    if (account !== undefined) return answerWith(response, () => this.options.inventory(account));
    switch (route) {
      case "GET /status":
        return json(response, 200, this.options.status());
      case "GET /counters":
        return json(response, 200, this.options.counters.snapshot());
      case "GET /writes":
        return json(response, 200, this.options.writes.snapshot());
      case "POST /writes/hold":
        this.options.writes.hold();
        return json(response, 200, {});
      case "POST /counters/reset":
        this.options.counters.reset();
        return json(response, 200, {});
      case "GET /simulations":
        return json(response, 200, this.options.simulations.all);
      case "PUT /simulations":
        return this.simulate(request, response);
      case "POST /simulations/reclaim":
        return this.reclaim(request, response);
      case "POST /reset":
        return answerWith(response, () => this.options.reset().then(() => ({})));
      case "POST /shutdown":
        return this.shutdown(request, response);
      default:
        return json(response, 404, { error: `no such control route: ${route}` });
    }
  }

  private async iam(
    request: IncomingMessage,
    response: ServerResponse,
    route: string,
    query: URLSearchParams,
  ): Promise<void> {
    const token = request.headers[TOKEN_HEADER];
    const body = await text(request);
    try {
      const { status, value } = await this.options.iam.answer(route, query, body, String(token));
      json(response, status, value);
    } catch (error) {
      json(response, 500, { error: error instanceof Error ? error.message : String(error) });
    }
  }

  private simulate(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { simulations } = this.options;
    return answerTo(request, response, (rules) => {
      simulations.replace(rules);
      return simulations.all;
    });
  }

  private reclaim(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return answerTo(request, response, (body) =>
      this.options.simulations.reclaim(reclaimShape.parse(body).computeEnvironment),
    );
  }

  private shutdown(request: IncomingMessage, response: ServerResponse): void {
    const { shutdown } = this.options;
    if (shutdown === undefined) {
      return json(response, 409, { error: "this emulator ends with the process it is part of" });
    }
    if (request.headers[TOKEN_HEADER] !== shutdown.token) return json(response, 403, { error: "wrong token" });
    json(response, 202, {});
    response.once("close", shutdown.begin);
  }
}

/** @param make - of the JSON that was sent; throws what is wrong with it */
async function answerTo(
  request: IncomingMessage,
  response: ServerResponse,
  make: (body: unknown) => unknown,
): Promise<void> {
  try {
    json(response, 200, make(JSON.parse(await text(request))));
  } catch (error) {
    json(response, 400, { error: error instanceof z.ZodError ? z.prettifyError(error) : String(error) });
  }
}

async function answerWith(response: ServerResponse, make: () => Promise<unknown>): Promise<void> {
  try {
    json(response, 200, await make());
  } catch (error) {
    json(response, 500, { error: String(error) });
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
