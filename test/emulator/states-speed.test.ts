import { statesSpeed } from "../../emulator/states-speed";

describe("the speed of state machines", () => {
  it("is thirty times that of AWS unless it is set", () => {
    expect([statesSpeed({}), statesSpeed({ DAPF_STATES_SPEED: "" })]).toEqual([30, 30]);
    expect(statesSpeed({ DAPF_STATES_SPEED: "1" })).toBe(1);
  });

  it.each(["0", "-2", "fast", "Infinity"])("cannot be %s", (text) => {
    expect(() => statesSpeed({ DAPF_STATES_SPEED: text })).toThrow(
      `DAPF_STATES_SPEED must be a number greater than 0, not "${text}".`,
    );
  });
});
