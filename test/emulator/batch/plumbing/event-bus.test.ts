import { placeIn } from "../../../../aws/place";
import { setImmediate } from "node:timers/promises";
import { EventBus } from "../../../../emulator/batch/plumbing/event-bus";
import { EventRules } from "../../../../emulator/batch/plumbing/event-rules";
import { SteppedClock } from "../../../../emulator/clock";
import type { EdgeRequest } from "../../../../emulator/edge/messages";
import { jsonAnswer } from "../../../../emulator/edge/messages";
import { PLACE } from "../account";
import { until } from "../../../support/until";
import { fifo, training } from "../jobs/service/training-account";

const IDENTITY = { service: "events", region: PLACE.region, account: PLACE.account, accountIsChosen: true };

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
  const asked: string[] = [];
  const clock = new SteppedClock();
  const rules: object[] = [{ Name: "a rule" }];
  const forward = async ({ identity, operation, body }: EdgeRequest) => {
    if (operation === "ListRules") {
      asked.push(identity.region);
      return jsonAnswer({ Rules: rules });
    }
    const { Entries } = JSON.parse(body.toString()) as { Entries: Entry[] };
    sent.push({ region: identity.region, entries: Entries });
    await answer();
    return jsonAnswer({});
  };
  const events = new EventBus(forward, () => clock.now());
  return { events, sent, asked, rules, clock, statuses: () => sent.flatMap(({ entries }) => entries).map(statusIn) };
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

describe("the events of jobs", () => {
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

  describe("where no rule is", () => {
    /** One event, and time enough to send it. */
    const happen = async ({ events }: ReturnType<typeof bus>) => {
      if (!events.isHeard(PLACE)) return;
      for (const event of course().slice(0, 1)) events.put(PLACE, event);
      for (let turns = 0; turns < 10; turns += 1) await setImmediate();
    };
    const quiet = () => {
      const all = bus();
      all.rules.length = 0;
      return all;
    };

    it("are not sent, and moto is asked once a second at most", async () => {
      const all = quiet();
      for (let i = 0; i < 20; i += 1) await happen(all);
      expect([all.sent, all.asked.length]).toEqual([[], 1]);
      all.clock.step(1000);
      await happen(all);
      expect(all.asked.length).toBe(2);
    });

    it("are sent from the moment on at which there is one, whoever made it", async () => {
      const all = quiet();
      await happen(all);
      all.rules.push({ Name: "made by a stack, inside of moto" });
      all.clock.step(1000);
      await happen(all);
      expect(all.sent.length).toBe(1);
    });

    it("are sent at once after a rule has been made through the edge", async () => {
      const all = quiet();
      const handler = new EventRules(all.events);
      const call = (operation: string) =>
        handler.handle(
          { identity: IDENTITY, operation, method: "POST", url: "/", headers: {}, body: Buffer.alloc(0) },
          () => Promise.resolve(jsonAnswer({})),
        );
      await happen(all);
      all.rules.push({ Name: "a rule" });
      await call("PutTargets");
      await happen(all);
      expect(all.sent.length).toBe(0);
      await call("PutRule");
      await happen(all);
      expect(all.sent.length).toBe(1);
    });

    it("are sent after a rule that was made while moto was asked", async () => {
      const all = quiet();
      await happen(all);
      all.clock.step(1000);
      const asked = happen(all);
      all.events.rulesChanged();
      all.rules.push({ Name: "a rule" });
      await asked;
      await happen(all);
      expect(all.sent.length).toBeGreaterThan(0);
    });
  });
});
