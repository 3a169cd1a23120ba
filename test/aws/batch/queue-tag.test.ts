import { queueTags } from "../../../aws/batch/queue-tag";

describe("the tag of a queue's jobs", () => {
  it("is the queue's name, however the queue is given", () => {
    expect(queueTags("cpu")).toEqual({ "dapf-queue": "cpu" });
    expect(queueTags("arn:aws:batch:eu-west-1:123456789012:job-queue/cpu")).toEqual({ "dapf-queue": "cpu" });
  });

  it("is none where no queue is said", () => {
    expect(queueTags(undefined)).toEqual({});
  });
});
