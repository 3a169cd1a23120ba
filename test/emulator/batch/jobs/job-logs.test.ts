import { JobLogs } from "../../../../emulator/batch/jobs/job-logs";
import type { EdgeRequest, EdgeResponse } from "../../../../emulator/edge/messages";
import { jsonAnswer } from "../../../../emulator/edge/messages";
import { PLACE } from "../account";

/** Moto's CloudWatch Logs, which answers a little later. */
function moto() {
  const calls: string[] = [];
  const forward = async (request: EdgeRequest): Promise<EdgeResponse> => {
    await new Promise((resolve) => setImmediate(resolve));
    calls.push(`${request.operation} ${request.body.toString()}`);
    return jsonAnswer({});
  };
  return { calls, forward };
}

const look = (operation: string, body: object, account = PLACE.account): EdgeRequest => ({
  identity: { service: "logs", region: PLACE.region, account, accountIsChosen: true },
  operation,
  method: "POST",
  url: "/",
  headers: {},
  body: Buffer.from(JSON.stringify(body)),
});

const group = "/aws/batch/job";
const line = (stream: string, text: string, at = 1) => ({ group, stream, at, text });
const put = (stream: string, ...events: object[]): string => {
  return `PutLogEvents ${JSON.stringify({ logGroupName: group, logStreamName: stream, logEvents: events })}`;
};

describe("the logs of simulated jobs", () => {
  it("are written before somebody who looks is answered, with their own times, and once", async () => {
    const { calls, forward } = moto();
    const logs = new JobLogs();
    logs.add(PLACE, line("a", "begin", 1));
    logs.add(PLACE, line("a", "end", 2));
    const request = look("GetLogEvents", { logGroupName: group, logStreamName: "a" });
    await Promise.all([logs.handle(request, forward), logs.handle(request, forward)]);
    const written = put("a", { timestamp: 1, message: "begin" }, { timestamp: 2, message: "end" });
    expect(calls.indexOf(written)).toBeGreaterThan(calls.findIndex((call) => call.startsWith("CreateLogStream")));
    expect(calls.filter((call) => call === written)).toHaveLength(1);
    expect(calls.slice(-2).every((call) => call.startsWith("GetLogEvents"))).toBe(true);
  });

  it.each<[string, object, string[]]>([
    ["one stream", { logGroupName: group, logStreamName: "b" }, ["b"]],
    ["several streams", { logGroupName: group, logStreamNames: ["a", "b"] }, ["a", "b"]],
    ["a group", { logGroupName: group }, ["a", "b"]],
    [
      "a group by its ARN",
      { logGroupIdentifier: `arn:aws:logs:eu-west-1:123456789012:log-group:${group}` },
      ["a", "b"],
    ],
    ["another group", { logGroupName: "other" }, []],
    ["all groups", {}, ["a", "b"]],
  ])("are written only as far as asked for: %s", async (_case, body, streams) => {
    const { calls, forward } = moto();
    const logs = new JobLogs();
    for (const stream of ["a", "b"]) logs.add(PLACE, line(stream, "text"));
    await logs.handle(look("Look", body), forward);
    const found = calls.filter((call) => call.startsWith("PutLogEvents"));
    expect(found).toEqual(streams.map((stream) => put(stream, { timestamp: 1, message: "text" })));
  });

  it("are in the account of the job, and in the Region that it says", async () => {
    const { calls, forward } = moto();
    const logs = new JobLogs();
    logs.add({ ...PLACE, account: "999999999999" }, line("a", "text"));
    logs.add(PLACE, { ...line("b", "text"), region: "us-west-2" });
    await logs.handle(look("Look", {}), forward);
    expect(calls).toEqual(["Look {}"]);
    await logs.handle(look("Look", {}, "999999999999"), forward);
    expect(calls).toContain(put("a", { timestamp: 1, message: "text" }));
  });

  it("have what is due by the time of the look", async () => {
    const { calls, forward } = moto();
    const logs: JobLogs = new JobLogs(() => logs.add(PLACE, line("a", "late")));
    await logs.handle(look("Look", {}), forward);
    expect(calls).toContain(put("a", { timestamp: 1, message: "late" }));
  });

  it("are forgotten with everything else", async () => {
    const { calls, forward } = moto();
    const logs = new JobLogs();
    logs.add(PLACE, line("a", "text"));
    logs.reset();
    await logs.handle(look("Look", {}), forward);
    expect(calls).toEqual(["Look {}"]);
  });
});
