import { SimulationRules } from "../../../../../emulator/batch/jobs/container/simulation-rules";

const container = (values: Readonly<Record<string, string>>) => ({
  environment: Object.entries(values).map(([name, value]) => ({ name, value })),
});

describe("simulation rules", () => {
  it("change containers that have all the variables, and no other", () => {
    const rules = new SimulationRules();
    rules.replace([{ match: { A: "1", B: "2" }, set: { DAPF_EXIT_CODE: "3" } }]);

    expect(rules.applied(container({ A: "1" }))).toEqual(container({ A: "1" }));
    expect(rules.applied(container({ A: "1", B: "2" }))).toEqual(container({ A: "1", B: "2", DAPF_EXIT_CODE: "3" }));
  });

  it("go before what a job says itself, and a later one before an earlier one", () => {
    const rules = new SimulationRules();
    rules.replace([
      { match: { A: "1" }, set: { DAPF_EXIT_CODE: "3" } },
      { match: { A: "1" }, set: { DAPF_EXIT_CODE: "4" } },
    ]);

    expect(rules.applied(container({ A: "1", DAPF_EXIT_CODE: "0" }))).toEqual(
      container({ A: "1", DAPF_EXIT_CODE: "4" }),
    );
  });

  it.each([[{}], [[{ match: {}, set: {} }]], [[{ match: { A: 1 }, set: {} }]], [[{ match: { A: "1" } }]]])(
    "refuse %j and keep what they were",
    (rules) => {
      const kept = new SimulationRules();
      kept.replace([{ match: { A: "1" }, set: {} }]);

      expect(() => kept.replace(rules)).toThrow();
      expect(kept.all).toEqual([{ match: { A: "1" }, set: {} }]);
    },
  );

  it("of training jobs change no container", () => {
    const rules = new SimulationRules();
    rules.replace([{ trainingJobs: "*", match: {}, set: { DAPF_EXIT_CODE: "3" } }]);

    expect(rules.applied(container({ A: "1" }))).toEqual(container({ A: "1" }));
    expect(rules.ofTraining("any", {})).toEqual({ DAPF_EXIT_CODE: "3" });
  });
});
