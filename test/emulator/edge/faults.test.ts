import { SimulationRules } from "../../../emulator/batch/jobs/container/simulation-rules";
import { Control } from "../../../emulator/edge/control";
import { CallCounters } from "../../../emulator/edge/counters";
import { Faults } from "../../../emulator/edge/faults";
import { jsonError } from "../../../emulator/edge/messages";
import { MotoProxy } from "../../../emulator/edge/proxy";
import { startEdge } from "../../../emulator/edge/server";
import { Writes } from "../../../emulator/edge/writes";
import { noRoutes, openGate } from "./open-gate";

function drawn(faults: Faults, calls: number, service = "batch") {
  return Array.from({ length: calls }, () => faults.draw(service));
}

describe("faults on purpose", () => {
  test("hit the share of calls that was asked for, and the same calls with the same seed", () => {
    const options = { throttlingRate: 0.2, lostAnswerRate: 0.05, seed: 7 };
    const first = drawn(new Faults(options), 5000);
    expect(drawn(new Faults(options), 5000)).toEqual(first);
    expect(drawn(new Faults({ ...options, seed: 8 }), 5000)).not.toEqual(first);
    const share = (count: number): number => count / first.length;
    expect(share(first.filter((fault) => fault?.refusal === "throttled").length)).toBeCloseTo(0.2, 1);
    expect(share(first.filter((fault) => fault?.answerLost).length)).toBeCloseTo(0.04, 1);
    expect(first.some((fault) => fault?.answerLost)).toBe(true);
  });

  test("leave other services alone", () => {
    expect(drawn(new Faults({ throttlingRate: 1 }), 10, "s3")).toEqual(Array.from({ length: 10 }, () => undefined));
  });

  test("a refused call has no effect whose answer could be lost", () => {
    const [fault] = drawn(new Faults({ serverErrorRate: 1, lostAnswerRate: 1, slowRate: 1, slowMilliseconds: 5 }), 1);
    expect(fault).toMatchObject({ delayMilliseconds: 5, refusal: "failed", answerLost: false });
  });

  test("hit every service when told so", () => {
    expect(drawn(new Faults({ services: ["all"], throttlingRate: 1 }), 1, "s3")).toMatchObject([
      { refusal: "throttled" },
    ]);
  });

  test.each<[object, string]>([
    [{ throttlingRate: 20 }, "The fault option throttlingRate cannot be 20; it can be a number from 0 to 1."],
    [{ slowRate: "often" }, 'The fault option slowRate cannot be "often"; it can be a number from 0 to 1.'],
    [{ slowMilliseconds: -1 }, "The fault option slowMilliseconds cannot be -1; it can be a number from 0 to 60000."],
    [{ seed: 1.5 }, "The fault option seed cannot be 1.5; it can be a whole number."],
    [
      { services: ["Amazon S3"] },
      'The fault option services cannot be ["Amazon S3"]; it can be signing names of services, such as batch and s3, or "all".',
    ],
    [
      { slow: 1 },
      "There is no fault option slow; there are: services, throttlingRate, serverErrorRate, slowRate, slowMilliseconds, " +
        "lostAnswerRate, seed.",
    ],
  ])("of %j are refused, with what is allowed", (options, message) => {
    expect(() => new Faults(options)).toThrow(new Error(message));
  });

  test.each([
    { options: { lostAnswerRate: 1 }, status: undefined, effects: 1 },
    { options: { throttlingRate: 1 }, status: 429, effects: 0 },
    { options: {}, status: 418, effects: 1 },
  ])("over HTTP, $options: status $status, $effects effects", async ({ options, status, effects }) => {
    let handled = 0;
    const handle = () => Promise.resolve(jsonError(418, "Answered", `${++handled}`));
    const counters = new CallCounters();
    const writes = new Writes();
    const none = () => Promise.reject(new Error("not asked for here"));
    const edge = await startEdge({
      port: 0,
      proxy: new MotoProxy(1),
      router: new Map([["batch", { handle }]]),
      counters,
      writes,
      gate: openGate,
      control: new Control({
        counters,
        writes,
        simulations: new SimulationRules(),
        iam: noRoutes,
        status: () => ({ id: "", pid: 0, motoPid: 0, startedAt: "", fixes: [], iam: "off" }),
        inventory: none,
        reset: none,
        shutdown: undefined,
      }),
      faults: new Faults(options),
      log: () => undefined,
    });
    const authorization =
      "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/batch/aws4_request, SignedHeaders=host, Signature=0";
    try {
      const url = `http://127.0.0.1:${edge.port}/v1/submitjob`;
      const answered = await fetch(url, { method: "POST", headers: { authorization }, body: "{}" }).catch(
        () => undefined,
      );
      expect(answered?.status).toBe(status);
      expect(handled).toBe(effects);
    } finally {
      await edge.close();
    }
  });
});
