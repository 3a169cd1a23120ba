import { Faults } from "../../../emulator/edge/faults";

function drawn(faults: Faults, calls: number, service = "batch") {
  return Array.from({ length: calls }, () => faults.draw(service));
}

describe("faults on purpose", () => {
  test("hit the share of calls that was asked for, and the same calls with the same seed", () => {
    const options = { throttlingRate: 0.2, lostAnswerRate: 0.05, seed: 7 };
    const first = drawn(new Faults(options), 5000);
    expect(drawn(new Faults(options), 5000)).toEqual(first);
    expect(drawn(new Faults({ ...options, seed: 8 }), 5000)).not.toEqual(first);
    const share = (count: number): number => count / first.length;
    expect(share(first.filter((fault) => fault?.refusal?.status === 429).length)).toBeCloseTo(0.2, 1);
    expect(share(first.filter((fault) => fault?.answerLost).length)).toBeCloseTo(0.04, 1);
    expect(first.some((fault) => fault?.answerLost)).toBe(true);
  });

  test("leave other services alone", () => {
    expect(drawn(new Faults({ throttlingRate: 1 }), 10, "s3")).toEqual(Array.from({ length: 10 }, () => undefined));
  });

  test("a refused call has no effect whose answer could be lost", () => {
    const [fault] = drawn(new Faults({ serverErrorRate: 1, lostAnswerRate: 1, slowRate: 1, slowMilliseconds: 5 }), 1);
    expect(fault).toMatchObject({ delayMilliseconds: 5, refusal: { status: 500 }, answerLost: false });
  });

  test("a rate beyond 1 is refused", () => {
    expect(() => new Faults({ throttlingRate: 20 })).toThrow(/throttlingRate/);
  });
});
