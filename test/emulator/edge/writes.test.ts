import { isRead, Writes } from "../../../emulator/edge/writes";

describe("an operation", () => {
  test.each([
    "DescribeVpcs",
    "GetJob",
    "BatchGetTriggers",
    "ListTagsForResource",
    "HEAD bucket",
    "GET bucket?versioning",
    "POST /get-group",
    "POST /v1/describejobqueues",
  ])("%s only reads", (operation) => {
    expect(isRead(operation)).toBe(true);
  });

  test.each([
    "CreateKey",
    "PutParameter",
    "PUT object",
    "DELETE bucket",
    "POST object?uploads",
    "POST /v1/createjobqueue",
    "POST /groups",
    "POST /",
  ])("%s may change something", (operation) => {
    expect(isRead(operation)).toBe(false);
  });
});

describe("while a client is being ended", () => {
  /** Writes whose pauses end when the test says so. */
  function held() {
    let now = 0;
    let resume: () => void = () => undefined;
    const writes = new Writes(
      () => now,
      () => new Promise<void>((resolve) => (resume = resolve)),
    );
    return { writes, later: (milliseconds: number) => (now += milliseconds), resume: () => resume() };
  }

  test("a write that it breaks off never happens", async () => {
    const { writes, resume } = held();
    writes.hold();
    let isGone = false;
    const admitted = writes.admit("CreateKey", () => isGone);
    isGone = true;
    resume();
    await expect(admitted).resolves.toBe(false);
  });

  test("a write of somebody else waits a moment, and happens", async () => {
    const { writes, resume } = held();
    writes.hold();
    const admitted = writes.admit("CreateKey", () => false);
    resume();
    await expect(admitted).resolves.toBe(true);
  });

  test("reads do not wait, and after some seconds nothing does", async () => {
    const { writes, later } = held();
    writes.hold();
    await expect(writes.admit("DescribeKey", () => true)).resolves.toBe(true);
    later(5_000);
    await expect(writes.admit("CreateKey", () => true)).resolves.toBe(true);
  });
});

describe("writes under way", () => {
  test("are those without an answer", () => {
    const writes = new Writes();
    const answered = writes.begin("CreateKey");
    writes.begin("PutParameter");
    writes.begin("DescribeKey");

    expect(writes.snapshot().underWay).toBe(2);
    answered();
    expect(writes.snapshot().underWay).toBe(1);
  });

  test("end with quiet, which lasts since the last beginning or answer", () => {
    let now = 0;
    const writes = new Writes(() => now);
    expect(writes.snapshot()).toEqual({ underWay: 0, quietMilliseconds: null });

    const answered = writes.begin("CreateKey");
    now = 500;
    answered();
    now = 1_700;
    writes.begin("GetKeyPolicy");
    expect(writes.snapshot()).toEqual({ underWay: 0, quietMilliseconds: 1_200 });
  });
});
