import { judge } from "../../bench/claim";

const unit = { seconds: 0.5, cpuSeconds: 0.4 };

describe("a claim about speed is judged in units of the same run", () => {
  const synthesis = { claim: "synthesize", atMost: 5 };

  it("compares time of the processor with time of the processor", () => {
    const time = { seconds: 9, cpuSeconds: 2 };

    expect(judge({ ...synthesis, time }, unit)).toEqual({
      claim: "synthesize",
      measured: "5.0 units (9.00 s)",
      goal: "at most 5 units",
      met: true,
    });
  });

  it("compares the clock on the wall where time of the processor is not known", () => {
    expect(judge({ ...synthesis, time: { seconds: 3 } }, unit)).toMatchObject({
      measured: "6.0 units (3.00 s)",
      met: false,
    });
  });

  it("gives the same verdict on a machine that is half as fast", () => {
    const paced = { claim: "engine", count: 100_000, things: "events", atLeast: 55_000 };
    const fast = judge({ ...paced, time: { seconds: 0.5, cpuSeconds: 0.5 } }, { seconds: 0.3, cpuSeconds: 0.3 });
    const slow = judge({ ...paced, time: { seconds: 1, cpuSeconds: 1 } }, { seconds: 0.6, cpuSeconds: 0.6 });

    expect(fast).toMatchObject({
      measured: "60,000 events a unit (200,000/s)",
      goal: "at least 55,000 a unit",
      met: true,
    });
    expect(slow).toMatchObject({ measured: "60,000 events a unit (100,000/s)", met: true });
  });

  it("misses a goal of fewer things in a unit", () => {
    const paced = { claim: "engine", count: 100, things: "events", atLeast: 101 };

    expect(judge({ ...paced, time: { seconds: 0.5 } }, unit).met).toBe(false);
  });
});

it("leaves a claim about a limit as it is", () => {
  const row = { claim: "calls", measured: "100", goal: "100", met: true };

  expect(judge(row, unit)).toEqual(row);
});
