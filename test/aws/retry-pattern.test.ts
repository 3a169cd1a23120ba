import { fitsRetryPattern } from "../../aws/batch/retry-pattern";

describe("a pattern of a retry strategy", () => {
  it.each([
    ["Task failed to start", "Task failed to start"],
    ["*", ""],
    ["*", "anything"],
    ["Host EC2*", "Host EC2 (instance i-1) terminated."],
    ["Host EC2*", "Host EC2"],
    ["*CapacityError*", "Received status from SageMaker: CapacityError: none left"],
    ["*terminated.", "Host EC2 (instance i-1) terminated."],
    ["a*b*c", "a-b-b-c"],
  ])("%s fits %s", (pattern, text) => {
    expect(fitsRetryPattern(pattern, text)).toBe(true);
  });

  it.each([
    ["a start without an asterisk", "Task failed", "Task failed to start"],
    ["an end without an asterisk", "to start", "Task failed to start"],
    ["text in another case", "host ec2*", "Host EC2 terminated."],
    ["a start that comes later", "EC2*", "Host EC2 terminated."],
    ["an end that comes earlier", "*EC2", "Host EC2 terminated."],
    ["a middle that is missing", "*CapacityError*", "Received status from SageMaker: ValidationException"],
    ["parts in another order", "a*c*b", "a-b-c"],
    ["a text in which start and end would overlap", "aba*aba", "aba"],
    ["characters that are special in other patterns", "exit.1", "exit 1"],
  ])("does not fit %s: %s, %s", (_, pattern, text) => {
    expect(fitsRetryPattern(pattern, text)).toBe(false);
  });
});
