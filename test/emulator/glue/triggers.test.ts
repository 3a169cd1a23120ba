import { GlueAccount } from "./glue-account";

const made: GlueAccount[] = [];
afterEach(() => Promise.all(made.splice(0).map((account) => account.stop())));

/** Jobs that end well, but for those that are named so. */
function account(...jobs: string[]): GlueAccount {
  const one = new GlueAccount();
  made.push(one);
  for (const name of jobs) one.job(name, name.startsWith("bad") ? "exit 1" : "exit 0");
  return one;
}

const fire = (glue: GlueAccount, Name: string) => glue.call("StartTrigger", { Name });

describe("an on-demand trigger", () => {
  it("starts its jobs when it is started, and they know by whom", async () => {
    const glue = account("a", "b").trigger("go", "ON_DEMAND", ["a", "b"]);
    glue.change("Trigger", "go", {
      Actions: [{ JobName: "a", Arguments: { "--x": "1" }, Timeout: 7 }, { JobName: "b" }],
    });
    await fire(glue, "go");
    expect(await glue.over("a")).toMatchObject([{ TriggerName: "go", Arguments: { "--x": "1" }, Timeout: 7 }]);
    expect(await glue.over("b")).toMatchObject([{ TriggerName: "go", JobRunState: "SUCCEEDED" }]);
  });

  it("leaves a failed run of a job that already runs", async () => {
    const glue = account().job("long", "exec sleep 60").trigger("go", "ON_DEMAND", ["long"]);
    await glue.call("StartJobRun", { JobName: "long" });
    await fire(glue, "go");
    expect((await glue.over("long"))[1]).toMatchObject({
      JobRunState: "FAILED",
      ErrorMessage: "Concurrent runs exceeded for long",
    });
  });

  it.each(["SCHEDULED", "CONDITIONAL", "EVENT"])("is the only one that StartTrigger fires: %s is not", async (type) => {
    const glue = account("a", "b").trigger("wait", type, ["a"]).trigger("go", "ON_DEMAND", ["b"]);
    await fire(glue, "wait");
    await fire(glue, "go");
    await glue.over("b");
    expect(await glue.runs("a")).toEqual([]);
  });

  it("that is not there is the back end's to refuse", async () => {
    expect(await account().call("StartTrigger", { Name: "absent" })).toEqual({});
  });
});

describe("a conditional trigger", () => {
  it("fires when all jobs have ended as it says, and names them as predecessors", async () => {
    const glue = account("a", "b", "after").trigger("go", "ON_DEMAND", ["a", "b"]);
    glue.when("all", { a: "SUCCEEDED", b: "SUCCEEDED" }, ["after"]);
    await fire(glue, "go");
    const [run] = await glue.over("after");
    const [[a], [b]] = [await glue.runs("a"), await glue.runs("b")];
    expect(run).toMatchObject({ TriggerName: "all", JobRunState: "SUCCEEDED" });
    expect(run?.PredecessorRuns).toHaveLength(2);
    expect(run?.PredecessorRuns).toEqual(
      expect.arrayContaining([
        { JobName: "a", RunId: a?.Id },
        { JobName: "b", RunId: b?.Id },
      ]),
    );
  });

  it("does not fire when one of all has ended otherwise", async () => {
    const glue = account("a", "bad", "after", "rescue").trigger("go", "ON_DEMAND", ["a", "bad"]);
    glue.when("all", { a: "SUCCEEDED", bad: "SUCCEEDED" }, ["after"]);
    glue.when("failed", { bad: "FAILED" }, ["rescue"]);
    await fire(glue, "go");
    await glue.over("rescue");
    await glue.over("a");
    expect(await glue.runs("after")).toEqual([]);
  });

  it("fires for any of several, each time one of them ends so", async () => {
    const glue = account("a", "b", "bad").job("after", "exit 0", { ExecutionProperty: { MaxConcurrentRuns: 5 } });
    glue.trigger("go", "ON_DEMAND", ["a", "b", "bad"]);
    glue.when("any", { a: "SUCCEEDED", b: "SUCCEEDED", bad: "SUCCEEDED" }, ["after"], undefined, "ANY");
    await fire(glue, "go");
    await glue.over("bad");
    expect(await glue.over("after", 2)).toHaveLength(2);
  });

  it.each([
    ["STOPPED", "exec sleep 60", {}],
    ["TIMEOUT", "exec sleep 60", { Timeout: 0.001 }],
  ])("fires for %s", async (state, script, more) => {
    const glue = account("after").job("long", script, more).trigger("go", "ON_DEMAND", ["long"]);
    glue.when("ended", { long: state }, ["after"]);
    await fire(glue, "go");
    const ids = (await glue.runs("long")).map(({ Id }) => Id);
    if (state === "STOPPED") await glue.call("BatchStopJobRun", { JobName: "long", JobRunIds: ids });
    expect(await glue.over("after")).toMatchObject([{ TriggerName: "ended" }]);
  });

  it("waits until a job has failed for good", async () => {
    const glue = account("after").job("bad", "exit 1", { MaxRetries: 1 }).trigger("go", "ON_DEMAND", ["bad"]);
    glue.when("failed", { bad: "FAILED" }, ["after"]);
    await fire(glue, "go");
    const [run] = await glue.over("after");
    const [, last] = await glue.runs("bad");
    expect(run?.PredecessorRuns).toEqual([{ JobName: "bad", RunId: last?.Id }]);
    expect(await glue.runs("after")).toHaveLength(1);
  });

  it("does not fire when somebody started the job by hand", async () => {
    const glue = account("a", "after").when("ended", { a: "SUCCEEDED" }, ["after"]);
    await glue.call("StartJobRun", { JobName: "a" });
    await glue.over("a");
    expect(await glue.runs("after")).toEqual([]);
  });

  it("does not fire before it is activated", async () => {
    const glue = account("a", "after", "last").trigger("go", "ON_DEMAND", ["a"]);
    glue.when("created", { a: "SUCCEEDED" }, ["after"]).when("active", { a: "SUCCEEDED" }, ["last"]);
    glue.change("Trigger", "created", { State: "CREATED" });
    await fire(glue, "go");
    await glue.over("last");
    expect(await glue.runs("after")).toEqual([]);
  });

  it("hears of nothing that another firing has set off", async () => {
    const glue = account("a", "b", "after").trigger("one", "ON_DEMAND", ["a"]).trigger("two", "ON_DEMAND", ["b"]);
    glue.when("all", { a: "SUCCEEDED", b: "SUCCEEDED" }, ["after"]);
    await fire(glue, "one");
    await glue.over("a");
    await fire(glue, "two");
    await glue.over("b");
    expect(await glue.runs("after")).toEqual([]);
  });

  it.each([
    ["COMPLETED", "SUCCEEDED"],
    ["STOPPED", "CANCELLED"],
    [undefined, "FAILED"],
  ])("fires when a crawler has ended: %s is %s", async (status, CrawlState) => {
    const glue = account("after").trigger("go", "ON_DEMAND", []);
    if (status !== undefined) glue.crawler("parts", status);
    glue.change("Trigger", "go", { Actions: [{ CrawlerName: "parts" }] });
    const Conditions = [{ LogicalOperator: "EQUALS", CrawlerName: "parts", CrawlState }];
    glue.trigger("crawled", "CONDITIONAL", ["after"], undefined, { Predicate: { Conditions } });
    await fire(glue, "go");
    expect(await glue.over("after")).toMatchObject([{ TriggerName: "crawled" }]);
  });
});

describe("a scheduled trigger", () => {
  const scheduled = { Type: "SCHEDULED", Schedule: "cron(31 4 * * ? *)", Actions: [{ JobName: "a" }] };

  it("starts its jobs in its minute, when it is activated", async () => {
    const glue = account("a", "b");
    await glue.call("CreateTrigger", { ...scheduled, Name: "daily", State: "ACTIVATED" });
    await glue.call("CreateTrigger", { ...scheduled, Name: "idle", Actions: [{ JobName: "b" }] });
    glue.minute();
    expect(await glue.over("a")).toMatchObject([{ TriggerName: "daily" }]);
    expect(await glue.runs("b")).toEqual([]);
  });

  it("starts nothing in any other minute", async () => {
    const glue = account("a", "b");
    await glue.call("CreateTrigger", { ...scheduled, Name: "daily", State: "ACTIVATED" });
    await glue.call("CreateTrigger", {
      ...{ ...scheduled, Name: "next", State: "ACTIVATED", Schedule: "cron(32 4 * * ? *)" },
      Actions: [{ JobName: "b" }],
    });
    glue.minute();
    await glue.over("a");
    glue.clock.step(60_000);
    glue.minute();
    await glue.over("b");
    expect(await glue.runs("a")).toHaveLength(1);
  });

  it("is waited for only where there is one, and until everything is forgotten", async () => {
    const glue = account("a");
    await glue.call("CreateTrigger", { Name: "go", Type: "ON_DEMAND", Actions: [{ JobName: "a" }] });
    expect(glue.isWaiting).toBe(false);
    await glue.call("CreateTrigger", { ...scheduled, Name: "daily" });
    expect(glue.isWaiting).toBe(true);
    glue.reset();
    expect(glue.isWaiting).toBe(false);
  });
});
