import { sentence, UNSAFE_IN_SENTENCES } from "../../../modules/policies/events";

describe("a sentence of EventBridge", () => {
  it("takes fields of events by their names", () => {
    expect(sentence("The job <job> failed at <time>.")).toEqual({
      paths: { job: "$.detail.jobName", time: "$.time" },
      template: '"The job <job> failed at <time>."',
    });
  });

  it.each(["reason", "statusReason", "error", "cause", "message", "constructor"])(
    "has no field %s, of which nobody knows what it says",
    (name) => {
      expect(() => sentence(`It failed: <${name}>`)).toThrow(`<${name}> is no field`);
    },
  );

  it("is not for names with what JSON escapes", () => {
    for (const text of ['a "b"', "a\\b", "a\nb", "a\tb"]) expect(UNSAFE_IN_SENTENCES.test(text)).toBe(true);
    expect(UNSAFE_IN_SENTENCES.test("crawler of day's data: ü, <1>")).toBe(false);
  });
});
