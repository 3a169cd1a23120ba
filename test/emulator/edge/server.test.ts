import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SimulationRules } from "../../../emulator/batch/jobs/container/simulation-rules";
import { Control } from "../../../emulator/edge/control";
import { CallCounters, type LoggedCall } from "../../../emulator/edge/counters";
import { type FaultOptions, Faults } from "../../../emulator/edge/faults";
import type { ServiceHandler } from "../../../emulator/edge/messages";
import { jsonAnswer } from "../../../emulator/edge/messages";
import { MotoProxy } from "../../../emulator/edge/proxy";
import { type Edge, type EdgeOptions, startEdge } from "../../../emulator/edge/server";
import { Writes } from "../../../emulator/edge/writes";
import { until } from "../../support/until";
import { noRoutes, openGate } from "./open-gate";

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => unknown;

/** What is to be closed after a test. */
const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function moto(answer: Answer): Promise<number> {
  const server = http.createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  // A listening TCP server has an address object.
  return (server.address() as AddressInfo).port;
}

interface Setting {
  readonly answer?: Answer;
  readonly handlers?: Readonly<Record<string, ServiceHandler>>;
  readonly faults?: FaultOptions;
  readonly reset?: () => Promise<void>;
  readonly shutdown?: { readonly token: string; readonly begin: () => void };
  readonly writes?: Writes;
  readonly simulations?: SimulationRules;
}

const ok: Answer = async (request, response) => response.end(`${request.method} ${request.url} ${await text(request)}`);

/** An edge in front of a server that answers in moto's place. */
async function edge(setting: Setting = {}) {
  const { answer = ok, handlers = {}, faults, reset, shutdown } = setting;
  const { writes = new Writes(), simulations = new SimulationRules() } = setting;
  const proxy = new MotoProxy(await moto(answer));
  const counters = new CallCounters();
  const logged: LoggedCall[] = [];
  const control = new Control({
    counters,
    writes,
    status: () => ({ id: "x", pid: 1, motoPid: 2, startedAt: "2026-01-01T00:00:00Z", fixes: [], iam: "off" }),
    inventory: (account) =>
      account === "000000000000" ? Promise.reject(new Error("moto is gone")) : Promise.resolve({ [account]: 1 }),
    reset: reset ?? (() => Promise.resolve()),
    simulations,
    iam: noRoutes,
    shutdown,
  });
  const options: EdgeOptions = {
    port: 0,
    proxy,
    router: new Map(Object.entries(handlers)),
    counters,
    writes,
    control,
    gate: openGate,
    faults: faults && new Faults(faults),
    log: (call) => logged.push(call),
  };
  const started: Edge = await startEdge(options);
  open.push(
    () => proxy.close(),
    () => started.close(),
  );
  return { url: `http://127.0.0.1:${started.port}`, logged, options, port: started.port };
}

const signed = (service: string, key = "111122223333") => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});
const batch = (operation: string, more: object = {}) => ({
  method: "POST",
  headers: { ...signed("batch"), "x-amz-target": `Batch.${operation}` },
  ...more,
});

describe("a call of a service without a handler", () => {
  it("is moto's, with path, query and body as they are, in the caller's account", async () => {
    let account: unknown;
    const { url, logged } = await edge({
      answer: (request, response) => {
        account = request.headers["x-moto-account-id"];
        return ok(request, response);
      },
    });
    const answer = await fetch(`${url}//bucket/a%20b?x=1`, { method: "PUT", body: "text", headers: signed("s3") });
    expect(await answer.text()).toBe("PUT //bucket/a%20b?x=1 text");
    expect(account).toBe("111122223333");
    await until(() => logged.length > 0);
    expect(logged[0]).toMatchObject({ service: "s3", operation: "PUT object", account: "111122223333", status: 200 });
  });

  it("cannot choose the account by the header that moto reads, nor can a key that moto has issued", async () => {
    const { url } = await edge({ answer: (request, response) => response.end(request.headers["x-moto-account-id"]) });
    const headers = { ...signed("s3", "AKIA0000000000000000"), "x-moto-account-id": "999999999999" };
    expect(await (await fetch(url, { headers })).text()).toBe("");
  });

  it("that names its operation in the body is known by it", async () => {
    const { url, logged } = await edge();
    const body = new URLSearchParams({ Action: "GetCallerIdentity" });
    expect(await (await fetch(url, { method: "POST", headers: signed("sts"), body })).text()).toBe(
      "POST / Action=GetCallerIdentity",
    );
    await until(() => logged.length > 0);
    expect(logged[0]?.operation).toBe("GetCallerIdentity");
  });

  it("that moto refuses is logged with the code of the error, of which a long answer needs only the beginning", async () => {
    const { url, logged } = await edge({
      answer: (_request, response) => {
        response.writeHead(400);
        response.write("<Error><Code>NoSuchThing</Code>");
        // More than one piece, longer than what is looked at.
        setImmediate(() => {
          response.write("x".repeat(8192));
          setImmediate(() => response.end("y".repeat(8192)));
        });
      },
    });
    expect((await (await fetch(url, { headers: signed("s3") })).text()).length).toBeGreaterThan(16_000);
    await until(() => logged.length > 0);
    expect(logged[0]).toMatchObject({ status: 400, error: "NoSuchThing" });
  });

  it("is answered with a request id, also where the answer is an error or names its operation in the address", async () => {
    const answer: Answer = ({ url }, response) => {
      const status = url?.startsWith("/missing") === true ? 404 : 200;
      response.writeHead(status, { "content-type": "text/xml" });
      response.end(status === 404 ? "<Error><Code>NoSuchBucket</Code></Error>" : "<R><T/></R>");
    };
    const { url } = await edge({ answer });
    const found = await fetch(`${url}/there/key`, { headers: signed("s3") });
    expect([found.headers.get("x-amz-request-id"), await found.text()]).toEqual([
      expect.stringMatching(/^[0-9A-F]{16}$/),
      "<R><T/></R>",
    ]);
    const error = await fetch(`${url}/missing/key`, { headers: signed("s3") });
    expect(await error.text()).toContain(`<RequestId>${error.headers.get("x-amz-request-id") ?? ""}</RequestId>`);
    const query = await fetch(`${url}/?Action=ListTopics`, { headers: signed("sns") });
    expect(await query.text()).toContain(
      `<ResponseMetadata><RequestId>${query.headers.get("x-amzn-requestid") ?? ""}</RequestId></ResponseMetadata>`,
    );
  });

  it("keeps the length of what is there when only its head is asked for, also of an error", async () => {
    const { url } = await edge({
      answer: (_request, response) =>
        response.writeHead(404, { "content-length": 77, "content-type": "text/xml" }).end(),
    });
    const head = await fetch(`${url}/bucket/key`, { method: "HEAD", headers: signed("s3") });
    expect([head.status, head.headers.get("content-length")]).toEqual([404, "77"]);
  });

  it("gets 503 when moto cannot be reached, and a broken connection when moto breaks off", async () => {
    const { url, logged } = await edge({ answer: (request) => request.socket.destroy() });
    const answer = await fetch(url, { headers: signed("s3") });
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining("no answer from moto")]);
    const query = { method: "POST", headers: signed("iam"), body: new URLSearchParams({ Action: "ListRoles" }) };
    expect(await (await fetch(url, query)).text()).toContain("<Code>ServiceUnavailable</Code>");
    const halfway = await edge({
      answer: (_request, response) => {
        response.writeHead(200, { "content-length": 10 });
        response.write("half");
        setImmediate(() => response.destroy());
      },
    });
    await expect(fetch(halfway.url, { headers: signed("s3") }).then((half) => half.text())).rejects.toThrow();
    await until(() => halfway.logged.length > 0);
    expect([logged[0]?.error, halfway.logged[0]?.error]).toEqual(["ServiceUnavailable", expect.any(String)]);
  });

  it("that its client breaks off is logged as that, and moto is told", async () => {
    let isBrokenOff = false;
    const arrived: http.IncomingMessage[] = [];
    const { url, logged } = await edge({
      answer: (request) => {
        arrived.push(request);
        request.on("close", () => (isBrokenOff = true));
      },
    });
    const client = http.request(`${url}/bucket/key`, {
      method: "PUT",
      headers: { ...signed("s3"), "content-length": 100 },
    });
    client.on("error", () => undefined);
    client.write("half");
    await until(() => arrived.length > 0);
    client.destroy();
    await until(() => logged.length > 0 && isBrokenOff);
    expect(logged[0]).toMatchObject({ status: 499, error: "ClientClosedRequest" });
  });
});

describe("a call of a service with a handler", () => {
  const echo: ServiceHandler = {
    handle: ({ operation, body }) => Promise.resolve(jsonAnswer({ operation, body: body.toString() })),
  };
  const onward: ServiceHandler = { handle: (request, forward) => forward(request) };

  it("is answered by it, but for the body of a HEAD", async () => {
    const { url } = await edge({ handlers: { batch: echo } });
    expect(await (await fetch(url, batch("SubmitJob", { body: "{}" }))).json()).toEqual({
      operation: "SubmitJob",
      body: "{}",
    });
    const head = await fetch(url, { method: "HEAD", headers: signed("batch") });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  it("may be passed on to moto whole", async () => {
    const { url } = await edge({ handlers: { batch: onward } });
    expect(await (await fetch(url, batch("SubmitJob", { body: "{}" }))).text()).toBe("POST / {}");
  });

  it("gets 503 when moto breaks off what was passed on, or the handler fails", async () => {
    const fails: ServiceHandler = { handle: () => Promise.reject(new TypeError("broken")) };
    // It may fail with what is no error.
    const odd: ServiceHandler = { handle: async () => Promise.reject("odd" as unknown as Error) };
    const { url } = await edge({
      handlers: { batch: onward, glue: fails, logs: odd },
      answer: (request) => request.socket.destroy(),
    });
    for (const [service, message] of [
      ["batch", "socket hang up"],
      ["glue", "broken"],
      ["logs", "odd"],
    ] as const) {
      const answer = await fetch(url, { method: "POST", headers: signed(service) });
      expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining(message)]);
    }
  });

  it("that is refused or whose answer gets lost on purpose is logged as that", async () => {
    const handlers = { batch: echo };
    const refusing = await edge({ handlers, faults: { throttlingRate: 1, slowRate: 1, slowMilliseconds: 1 } });
    expect((await fetch(refusing.url, batch("SubmitJob"))).status).toBe(429);
    const losing = await edge({ handlers, faults: { lostAnswerRate: 1 } });
    await expect(fetch(losing.url, batch("SubmitJob"))).rejects.toThrow();
    await until(() => losing.logged.length > 0);
    expect(losing.logged[0]).toMatchObject({ operation: "SubmitJob", status: 499, error: "AnswerLost" });
  });

  it("suffers faults also where nobody but moto would answer it", async () => {
    const { url } = await edge({ faults: { services: ["s3"], slowRate: 1, slowMilliseconds: 1 } });
    expect(await (await fetch(url, { headers: signed("s3") })).text()).toBe("GET / ");
  });
});

describe("a write that is held while its client is ended", () => {
  it.each([
    ["of moto's", {}, { method: "PUT", headers: signed("s3") }],
    ["of a handler's", { batch: { handle: () => Promise.reject(new Error("never")) } }, batch("SubmitJob")],
  ])("%s never happens", async (_case, handlers, request) => {
    let resume: (() => void) | undefined;
    const writes = new Writes(
      () => 0,
      () => new Promise<void>((resolve) => (resume = resolve)),
    );
    let calls = 0;
    const { url, logged, options } = await edge({ writes, handlers, answer: () => (calls += 1) });
    await fetch(`${url}/_dapf/writes/hold`, { method: "POST" });
    const client = http.request(url, request);
    client.on("error", () => undefined);
    client.end();
    await until(() => resume !== undefined);
    client.destroy();
    // By the time that it has answered calls that came later, the edge has seen it.
    for (let count = 0; count < 10; count += 1) await (await fetch(`${url}/_dapf/status`)).text();
    resume?.();
    await until(() => logged.length > 0);
    expect(logged[0]).toMatchObject({ status: 499, error: "ClientClosedRequest" });
    expect([calls, options.writes.snapshot().underWay]).toEqual([0, 0]);
  });
});

describe("the edge's own routes", () => {
  const control = (url: string, method: string, route: string, more: object = {}) =>
    fetch(`${url}/_dapf/${route}`, { method, ...more });

  it.each([
    ["status", { id: "x", pid: 1, motoPid: 2, startedAt: "2026-01-01T00:00:00Z", fixes: [], iam: "off" }],
    ["writes", { underWay: 0, quietMilliseconds: null }],
    ["inventory/111122223333", { "111122223333": 1 }],
    ["simulations", []],
  ])("tell %s", async (route, expected) => {
    const { url } = await edge();
    expect(await (await control(url, "GET", route)).json()).toEqual(expected);
  });

  it("count calls, and anew", async () => {
    const { url, logged } = await edge();
    await (await fetch(url, { headers: signed("s3") })).text();
    await until(() => logged.length > 0);
    const counted = async () => JSON.stringify(await (await control(url, "GET", "counters")).json());
    expect(await counted()).toContain("GET service");
    await control(url, "POST", "counters/reset");
    expect(await counted()).not.toContain("GET service");
  });

  it("forget everything, or say why not", async () => {
    let resets = 0;
    const { url } = await edge({ reset: () => Promise.resolve(void (resets += 1)) });
    expect([(await control(url, "POST", "reset")).status, resets]).toEqual([200, 1]);
    const broken = await edge({ reset: () => Promise.reject(new Error("moto is gone")) });
    const answer = await control(broken.url, "POST", "reset");
    expect([answer.status, await answer.json()]).toEqual([500, { error: "Error: moto is gone" }]);
    expect((await control(url, "GET", "inventory/000000000000")).status).toBe(500);
  });

  it("take rules for simulations, and say what is wrong with those that are none", async () => {
    const { url } = await edge();
    const rules = [{ match: { A: "1" }, set: { DAPF_SIMULATED_SECONDS: "2" } }];
    const put = (body: string) => control(url, "PUT", "simulations", { body });
    expect(await (await put(JSON.stringify(rules))).json()).toEqual(rules);
    const bad = await put('[{"match": 1}]');
    expect([bad.status, await bad.text()]).toEqual([400, expect.stringContaining("match")]);
    const environment = [{ computeEnvironment: "gpu", reason: "invalid" }];
    expect(await (await put(JSON.stringify(environment))).json()).toEqual(environment);
    const unknown = await put('[{"computeEnvironment": "gpu", "reason": "hungry"}]');
    expect([unknown.status, await unknown.text()]).toEqual([400, expect.stringContaining("insufficient-capacity")]);
    const worse = await put("not JSON");
    expect([worse.status, await worse.text()]).toEqual([400, expect.stringContaining("SyntaxError")]);
  });

  it("take Spot capacity of a compute environment away", async () => {
    const simulations = new SimulationRules();
    const reclaim = (computeEnvironment: string) => ({ instances: [`i-${computeEnvironment}`], jobs: [] });
    simulations.tell({ catchUp: () => undefined, changed: () => undefined, reclaim });
    const { url } = await edge({ simulations });
    const post = (body: object) => control(url, "POST", "simulations/reclaim", { body: JSON.stringify(body) });
    expect(await (await post({ computeEnvironment: "spot" })).json()).toEqual({ instances: ["i-spot"], jobs: [] });
    const bad = await post({});
    expect([bad.status, await bad.text()]).toEqual([400, expect.stringContaining("computeEnvironment")]);
  });

  it("end the emulator for those who know its token, and not at all when it is part of a process", async () => {
    let begun = 0;
    const own = await edge({ shutdown: { token: "secret", begin: () => (begun += 1) } });
    expect((await control(own.url, "POST", "shutdown", { headers: { "x-dapf-token": "guess" } })).status).toBe(403);
    expect(begun).toBe(0);
    expect((await control(own.url, "POST", "shutdown", { headers: { "x-dapf-token": "secret" } })).status).toBe(202);
    await until(() => begun === 1);
    expect((await control((await edge()).url, "POST", "shutdown")).status).toBe(409);
  });

  it("are no others", async () => {
    const { url } = await edge();
    const answer = await control(url, "GET", "nothing");
    expect([answer.status, await answer.json()]).toEqual([404, { error: "no such control route: GET /nothing" }]);
  });

  it("are for no web page", async () => {
    const { url } = await edge();
    const answer = await control(url, "GET", "status", { headers: { origin: "https://example.com" } });
    expect(answer.status).toBe(403);
  });
});

it("an edge whose port is taken says so", async () => {
  const { options, port } = await edge();
  await expect(startEdge({ ...options, port })).rejects.toThrow(String(port));
});
