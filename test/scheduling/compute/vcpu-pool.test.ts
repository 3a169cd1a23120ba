import { VcpuPool, type VcpuSettings } from "../../../scheduling";
import { needs } from "./fleets";

const pool = (changes: Partial<VcpuSettings> = {}) =>
  new VcpuPool({ maxvCpus: 1, enabled: true, outage: undefined, ...changes });

describe("an environment without instances", () => {
  it("holds jobs as far as its vCPUs go, also parts of one", () => {
    const fargate = pool();
    const sizes = [needs(0.25), needs(0.5), needs(0.25), needs(0.25)];
    expect(sizes.map((demand) => fargate.place(demand).kind)).toEqual(["placed", "placed", "placed", "busy"]);
    fargate.release({ kind: "placed", instance: undefined }, needs(0.5));
    expect([fargate.usedVcpus, fargate.misfit(needs(0.5)), fargate.misfit(needs(1))]).toEqual([
      0.5,
      undefined,
      { kind: "busy" },
    ]);
  });

  it.each([
    ["disabled", { enabled: false }],
    ["max-vcpus", { maxvCpus: 0.5 }],
  ])("says %s", (kind, changes) => {
    expect(pool(changes).place(needs(1))).toEqual({ kind });
  });

  it("cannot say why it gets nothing, unless it is invalid", () => {
    const said = (["insufficient-capacity", "service-role", "invalid"] as const).map((outage) =>
      pool({ outage }).misfit(needs(1)),
    );
    expect(said).toMatchObject([{ outage: "undetermined" }, { outage: "undetermined" }, { outage: "invalid" }]);
  });

  it("follows its environment", () => {
    const fargate = pool();
    fargate.configure({ maxvCpus: 2, enabled: true, outage: undefined });
    expect(fargate.place(needs(2)).kind).toBe("placed");
  });
});
