/** The checker of compute files and the emulated service agree: what the one accepts, the other does. */
import * as fc from "fast-check";
import { type ComputeModel, parseCompute } from "../../../config/compute";
import { ConfigError } from "../../../config/errors";
import { validCompute } from "../../config/compute/arbitrary";
import { context, noFolders } from "../../config/compute/fixture";
import { PLACE } from "./account";
import { createCompute, declaredIn } from "./create-compute";
import { nearlyValidCompute } from "./nearly-valid-compute";

// DAPF_FUZZ_RUNS makes it larger or smaller.
const FILES = Number(process.env.DAPF_FUZZ_RUNS ?? 500);

jest.setTimeout(600_000);

/** @returns undefined when the checker refuses the file, in sentences */
function accepted(value: unknown): ComputeModel | undefined {
  try {
    return parseCompute({ file: "compute.ts", value }, context, noFolders);
  } catch (error) {
    if (error instanceof ConfigError && error.problems.length > 0) return undefined;
    throw error;
  }
}

/** @returns whether only the account's own things are named, which are all there */
const standsAlone = ({ jobQueues }: ComputeModel): boolean =>
  jobQueues.every(({ environments, schedulingPolicy }) =>
    [...environments, schedulingPolicy].every((one) => one?.kind !== "existing"),
  );

describe("the checker of compute files and the embedded AWS", () => {
  it(`agree on ${FILES} files that keep the rules, and everything declared is there`, () => {
    fc.assert(
      fc.property(validCompute, (value) => {
        const model = accepted(value);
        if (model === undefined) throw new Error("the checker refuses a file that keeps the rules");
        expect(createCompute(model).service.inventory(PLACE.account)).toEqual(declaredIn(model));
      }),
      { numRuns: FILES },
    );
  });

  it(`agree on ${FILES} files that may just break one: whatever the checker accepts, the service does`, () => {
    let taken = 0;
    fc.assert(
      fc.property(nearlyValidCompute, (value) => {
        const model = accepted(value);
        if (model === undefined) return;
        taken += 1;
        const batch = createCompute(model);
        if (standsAlone(model)) expect(batch.service.inventory(PLACE.account)).toEqual(declaredIn(model));
      }),
      { numRuns: FILES },
    );
    // Without many of both the test would prove nothing.
    expect(taken).toBeGreaterThan(FILES / 5);
    expect(taken).toBeLessThan((FILES * 4) / 5);
  });
});
