import { runsAgain } from "../../../scheduling/pool/retry";

const reason = "Received status from SageMaker: CapacityError: none left";

/** Whether a rule of that pattern is the one that decides: it says EXIT, and what no rule decides runs again. */
const decides = (onStatusReason: string | undefined, text = reason) =>
  !runsAgain({ attempts: 2, evaluateOnExit: [{ onStatusReason, action: "EXIT" }] }, 1, text);

describe("a rule that a failed run is held against", () => {
  it.each<[string | undefined, string]>([
    [undefined, "decides without a pattern"],
    [reason, "decides with the reason itself"],
    ["Received status from SageMaker: Cap*", "decides with its start before a star"],
    ["*none left", "decides with its end after a star"],
    ["*CapacityError*", "decides with a part of it between stars"],
    ["Received*CapacityError*left", "decides with parts in their order between start and end"],
    ["*", "decides with nothing but a star"],
    [`${reason}*`, "decides with a star that stands for nothing"],
    ["**left", "decides with two stars in a row"],
  ])("%p %s", (pattern) => {
    expect(decides(pattern)).toBe(true);
  });

  it.each([
    ["CapacityError", "does not decide with a part of the reason"],
    [`${reason}!`, "does not decide with more than the reason"],
    ["Capacity*", "does not decide with a start that stands further on"],
    ["*CapacityError", "does not decide with an end that stands earlier"],
    ["received*", "does not decide in another case"],
    ["*left*Received*", "does not decide with parts in another order"],
    ["*SageMaker*SageMaker*", "does not decide with a part that is there once and asked for twice"],
    ["Received*Timeout*left", "does not decide with a part that is missing"],
  ])("%p %s", (pattern) => {
    expect(decides(pattern)).toBe(false);
  });

  it("does not take the same characters for start and end", () => {
    expect(decides("abc*bcd", "abcd")).toBe(false);
    expect(decides("abc*bcd", "abcbcd")).toBe(true);
    expect(decides("ab*bc*cd", "abcd")).toBe(false);
    expect(decides("ab*bc*cd", "abbccd")).toBe(true);
  });
});

describe("a failed run", () => {
  it("goes by the first rule that matches", () => {
    const evaluateOnExit = [
      { onStatusReason: "Received*", action: "RETRY" as const },
      { onStatusReason: "*", action: "EXIT" as const },
    ];

    expect(runsAgain({ attempts: 2, evaluateOnExit }, 1, reason)).toBe(true);
    expect(runsAgain({ attempts: 2, evaluateOnExit }, 1, "another")).toBe(false);
  });

  it("is followed by another while attempts are left and no rule matches", () => {
    expect(runsAgain({ attempts: 3 }, 2, reason)).toBe(true);
    expect(runsAgain({ attempts: 3 }, 3, reason)).toBe(false);
    expect(runsAgain({ attempts: 3, evaluateOnExit: [] }, 4, reason)).toBe(false);
  });

  it("is the last one without a strategy, and when attempts are used up whatever a rule says", () => {
    expect(runsAgain(undefined, 0, reason)).toBe(false);
    expect(runsAgain({ attempts: 1, evaluateOnExit: [{ action: "RETRY" }] }, 1, reason)).toBe(false);
  });
});
