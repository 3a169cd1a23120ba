import { lineTemplate, readLine } from "../../../config/job-history/line";

describe("the line that is kept of a state change", () => {
  const { paths, template } = lineTemplate("state");

  it("is a message with its time, as a log group takes it", () => {
    expect(template).toMatch(/^\{"timestamp": <at>, "message": "state\|status:<v\d+>\|.*"\}$/);
    expect(paths.at).toBe("$.time");
  });

  // EventBridge User Guide, "Amazon EventBridge input transformation"; API Reference, InputTransformer.
  it("keeps the limits of EventBridge: variables, length, what a path may be", () => {
    expect(Object.keys(paths).length).toBeLessThanOrEqual(100);
    expect(template.length).toBeLessThanOrEqual(8192);
    for (const path of Object.values(paths)) expect(path).toMatch(/^\$(\.\w+(\[\d\])?)+$/);
    const used = [...template.matchAll(/<(\w+)>/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(Object.keys(paths)));
  });

  it("takes nothing of what may be secret, and no text that may have a quotation mark", () => {
    const taken = Object.values(paths).join("\n");

    for (const secret of ["environment", "command", "parameters", "Overrides", "serviceRequestPayload", "secrets"]) {
      expect(taken).not.toContain(secret);
    }
    expect(taken).not.toMatch(/reason/i);
  });

  it("is read by its keys, whatever their order; an empty value is what the event did not have", () => {
    const line = readLine("lost|at:2026-03-02T09:00:00Z|status:FAILED|share:");

    expect(line?.kind).toBe("lost");
    expect(["status", "at", "share", "quota"].map((key) => line?.value(key))).toEqual([
      "FAILED",
      "2026-03-02T09:00:00Z",
      "",
      "",
    ]);
  });

  it.each(["", "hello", "state", '{"detail": {}}', "other|status:FAILED"])(
    "is not what somebody else has written: %p",
    (text) => {
      expect(readLine(text)).toBeUndefined();
    },
  );
});
