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
  /** Writes whose clock goes on with their pauses; what happens meanwhile is told after each. */
  function held(meanwhile: (waited: number) => void = () => undefined) {
    let now = 0;
    const waited = { milliseconds: 0 };
    const writes = new Writes(
      () => now,
      (milliseconds) => {
        waited.milliseconds += milliseconds;
        meanwhile(waited.milliseconds);
        return Promise.resolve();
      },
    );
    return { writes, waited, later: (milliseconds: number) => (now += milliseconds) };
  }

  test("a write that it breaks off never happens, not even when that is heard of late", async () => {
    let isGone = false;
    const { writes, waited } = held((milliseconds) => (isGone = milliseconds >= 2_500));
    writes.hold();
    await expect(writes.admit("CreateKey", () => isGone)).resolves.toBe(false);
    expect(waited.milliseconds).toBe(2_500);
  });

  test("a write of somebody else waits a moment, in short pauses, and happens", async () => {
    let pauses = 0;
    const { writes, waited } = held(() => (pauses += 1));
    writes.hold();
    await expect(writes.admit("CreateKey", () => false)).resolves.toBe(true);
    expect({ ...waited, pauses }).toEqual({ milliseconds: 3_000, pauses: 30 });
  });

  test("reads do not wait, and after some seconds nothing does", async () => {
    const { writes, later } = held();
    writes.hold();
    await expect(writes.admit("DescribeKey", () => true)).resolves.toBe(true);
    later(8_000);
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
