import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { ServicePool } from "../../scheduling";
import { ReferencePool } from "./reference";
import { orderedTraces, quotaTraces, TraceHost, type Trace } from "./traces";

// DAPF_TRACES sets another number.
const TRACES = Number(process.env.DAPF_TRACES ?? 10_000);

describe("the engine agrees with the reference model", () => {
  it("on queues with quota shares", () => {
    fc.assert(fc.property(quotaTraces(), agrees), { numRuns: TRACES / 2 });
  });

  it("on FIFO and fair-share queues that share an environment", () => {
    fc.assert(fc.property(orderedTraces(), agrees), { numRuns: TRACES / 2 });
  });
});

/** Decision by decision, in the same order. */
function agrees(trace: Trace): void {
  const engine = new ServicePool(trace.environment, trace.options);
  const reference = new ReferencePool(trace.environment, trace.options);
  const host = new TraceHost(trace);
  for (const event of host.events()) {
    const decisions = engine.handle(event);
    const expected = reference.handle(event);
    // Cheaper than Jest's comparison, which only has to tell what differs.
    if (!isDeepStrictEqual(decisions, expected)) expect({ event, decisions }).toEqual({ event, decisions: expected });
    host.note(event, decisions);
  }
}
