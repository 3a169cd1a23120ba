import type { LogLine } from "../../../../../emulator/batch/jobs/job-logs";
import { failing, JobsAccount, lasting } from "./jobs-account";

/** A job with that log configuration, and what its attempts printed. */
function printed(request: object, logConfiguration?: object): { batch: JobsAccount; id: string; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const batch = new JobsAccount({}, { onLine: (_place, line) => lines.push(line) });
  batch.define({}, { command: ["train", "--rate", "Ref::rate", "Ref::none"], logConfiguration });
  return { batch, id: batch.submit({ parameters: { rate: "0.1" }, ...request }), lines };
}

describe("the log of a job", () => {
  it("has a line with the command and one with the exit code for each attempt, in the attempt's stream", () => {
    const { batch, id, lines } = printed({ ...failing("1,0"), retryStrategy: { attempts: 2 } });
    batch.clock.step(10_000);
    const [first, second] = batch.job(id).attempts ?? [];
    const begin = 'embedded AWS: simulated: ["train","--rate","0.1","Ref::none"]';
    expect(lines).toMatchObject([
      { stream: first?.container?.logStreamName, at: first?.startedAt, text: begin },
      { stream: first?.container?.logStreamName, at: first?.stoppedAt, text: "embedded AWS: exit code 1" },
      { stream: second?.container?.logStreamName, at: second?.startedAt, text: begin },
      { stream: second?.container?.logStreamName, at: second?.stoppedAt, text: "embedded AWS: exit code 0" },
    ]);
    expect(new Set(lines.map(({ group }) => group))).toEqual(new Set(["/aws/batch/job"]));
  });

  it("says why a job was ended from outside", () => {
    const { batch, id, lines } = printed(lasting(60));
    batch.begin();
    batch.call("TerminateJob", { jobId: id, reason: "enough" });
    expect(lines.at(-1)?.text).toBe("embedded AWS: enough");
  });

  it("is in the group, Region and stream that the definition names", () => {
    const options = { "awslogs-group": "mine", "awslogs-region": "us-west-2", "awslogs-stream-prefix": "pre" };
    const { batch, id, lines } = printed({}, { logDriver: "awslogs", options });
    batch.begin();
    expect(batch.status(id)).toEqual(["RUNNING"]);
    expect(lines).toMatchObject([
      { group: "mine", region: "us-west-2", stream: expect.stringMatching(/^pre\/default\//) },
    ]);
  });

  it("is nowhere with a driver that writes to another place", () => {
    const { batch, id, lines } = printed({}, { logDriver: "json-file" });
    batch.clock.step(5000);
    expect(lines).toEqual([]);
    expect(batch.job(id).container).not.toHaveProperty("logStreamName");
  });
});
