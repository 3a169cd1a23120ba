import { placeIn } from "../../../../aws/place";
import { setImmediate } from "node:timers/promises";
import { EventBus } from "../../../../emulator/batch/plumbing/event-bus";
import type { EdgeRequest } from "../../../../emulator/edge/messages";
import { jsonAnswer } from "../../../../emulator/edge/messages";
import { PLACE } from "../account";
import { until } from "../../../support/until";
import { fifo, training } from "../jobs/service/training-account";

interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Time: number;
  readonly Resources: readonly string[];
  readonly Detail: string;
}

/** A bus whose calls are kept; each is answered a little later. */
function bus(answer: () => Promise<void> = () => setImmediate()) {
  const sent: { readonly region: string; readonly entries: readonly Entry[] }[] = [];
  const events = new EventBus(async ({ identity, body }: EdgeRequest) => {
    const { Entries } = JSON.parse(body.toString()) as { Entries: Entry[] };
    sent.push({ region: identity.region, entries: Entries });
    await answer();
    return jsonAnswer({});
  });
  return { events, sent, statuses: () => sent.flatMap(({ entries }) => entries).map(statusIn) };
}

const statusIn = ({ Detail }: Entry): unknown => (JSON.parse(Detail) as { status: unknown }).status;

/** What one job goes through. */
function course() {
  const account = fifo();
  account.submit("job", { serviceRequestPayload: training(1) });
  account.step(2);
  account.batch.call("ListServiceJobs", { jobQueue: "queue" });
  return account.events;
}

const STATES = ["RUNNABLE", "SCHEDULED", "STARTING", "RUNNING", "SUCCEEDED"];

describe("the events of service jobs", () => {
  it("are put on EventBridge in their order, with what AWS says of a job", async () => {
    const { events, sent, statuses } = bus();
    const course1 = course();
    for (const event of course1) events.put(PLACE, event);
    await until(() => statuses().length >= STATES.length);
    expect(statuses()).toEqual(STATES);
    expect(sent[0]?.entries[0]).toMatchObject({
      Source: "aws.batch",
      DetailType: "Batch Service Job State Change",
      Time: (course1[0]?.at ?? 0) / 1000,
      Resources: [expect.stringMatching(/^arn:aws:batch:eu-west-1:123456789012:service-job\//)],
    });
  });

  it("go ten at a time, and those of one Region together", async () => {
    const { events, sent } = bus();
    const all = course();
    for (let i = 0; i < 3; i += 1) for (const event of all) events.put(PLACE, event);
    for (const event of all) events.put(placeIn("us-east-1", PLACE.account), event);
    await until(() => sent.length >= 3);
    expect(sent.map(({ region, entries }) => [region, entries.length])).toEqual([
      ["eu-west-1", 10],
      ["eu-west-1", 5],
      ["us-east-1", 5],
    ]);
  });

  it("go on when a call fails", async () => {
    let calls = 0;
    const { events, sent } = bus(() => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error("moto has gone")) : Promise.resolve();
    });
    for (let i = 0; i < 3; i += 1) for (const event of course()) events.put(PLACE, event);
    await until(() => sent.length >= 2);
    expect(sent.map(({ entries }) => entries.length)).toEqual([10, 5]);
  });
});
