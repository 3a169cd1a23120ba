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
