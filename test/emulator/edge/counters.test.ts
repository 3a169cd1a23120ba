import { CallCounters, errorCodeOf, type LoggedCall } from "../../../emulator/edge/counters";

const call = (operation: string, error?: string): LoggedCall => ({
  time: "2026-01-01T00:00:00.000Z",
  service: "glue",
  operation,
  account: "731580992380",
  region: "ap-south-1",
  status: error === undefined ? 200 : 400,
  milliseconds: 1,
  ...(error === undefined ? {} : { error }),
});

describe("the counters", () => {
  it("count by service and operation, and errors by code", () => {
    const counters = new CallCounters();
    for (const made of [call("GetJob"), call("GetJob", "EntityNotFoundException"), call("CreateJob")])
      counters.count(made);
    expect(counters.snapshot()).toMatchObject({
      total: 3,
      requests: { glue: { GetJob: 2, CreateJob: 1 } },
      errors: { EntityNotFoundException: 1 },
    });
  });

  it("begin anew after a reset", () => {
    const counters = new CallCounters();
    counters.count(call("GetJob", "X"));
    counters.reset();
    expect(counters.snapshot()).toMatchObject({ total: 0, requests: {}, errors: {} });
  });

  it("keep a snapshot as it was", () => {
    const counters = new CallCounters();
    const before = counters.snapshot();
    counters.count(call("GetJob"));
    expect(before.total).toBe(0);
  });
});

describe("the error code of an answer", () => {
  const code = (status: number, headers: object, body: string) =>
    errorCodeOf(status, { ...headers }, Buffer.from(body));

  it.each([
    ["a header", { "x-amzn-errortype": "NotFound:http://internal.amazon.com/" }, "", "NotFound"],
    ["JSON", {}, '{"__type": "com.amazonaws.glue#EntityNotFoundException"}', "EntityNotFoundException"],
    ["XML", {}, "<Error><Code>NoSuchBucket</Code></Error>", "NoSuchBucket"],
    ["neither", {}, "", "404"],
  ])("is read from %s", (_, headers, body, expected) => {
    expect(code(404, headers, body)).toBe(expected);
  });

  it("is absent for a success", () => {
    expect(code(200, { "x-amzn-errortype": "X" }, '{"__type": "X"}')).toBeUndefined();
  });
});
