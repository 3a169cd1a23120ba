import * as fc from "fast-check";
import { ConfigError } from "../../../config/errors";
import { parseTrainingQueues, type TrainingQueues } from "../../../config/training-queues";
import { mutatedQueues, validQueues } from "./arbitrary";
import { context } from "./fixture";

// DAPF_FUZZ_RUNS makes it larger or smaller.
const FILES = Number(process.env.DAPF_FUZZ_RUNS ?? 2000);

const parse = (value: unknown): TrainingQueues => parseTrainingQueues({ file: "queues.ts", value }, context);

/** @returns the error; undefined when the value is accepted. Anything but a ConfigError fails the test. */
function refusal(value: unknown): ConfigError | undefined {
  try {
    parse(value);
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

describe("parseTrainingQueues, of any file", () => {
  it("accepts random files that keep the rules, and loses nothing of them", () => {
    fc.assert(
      fc.property(validQueues, (groups) => {
        const { serviceEnvironments, schedulingPolicies, jobQueues, quotaShares } = parse(groups);
        const requests = [serviceEnvironments, schedulingPolicies, jobQueues, quotaShares].flat();
        const declared = Object.values(groups).flatMap((group) => Object.entries(group));
        expect(requests.map(({ request }) => request)).toEqual(
          declared.filter(([member]) => member.endsWith("_CREATE_REQUEST")).map(([, request]) => request),
        );
      }),
      { numRuns: FILES / 4 },
    );
  });

  it("either accepts or explains random files with mistakes in them", () => {
    let refused = 0;
    fc.assert(
      fc.property(mutatedQueues, (value) => {
        const error = refusal(value);
        if (error === undefined) return;
        refused += 1;
        // No `expect` in here: at this count its cost would be that of the test.
        const explained = error.problems.every(({ file, rule, source }) => file !== "" && rule !== "" && source);
        if (error.problems.length === 0 || !explained) throw new Error(`unexplained: ${error.message}`);
      }),
      { numRuns: FILES },
    );
    // Most mutations hurt; if none did, the test would prove nothing.
    expect(refused).toBeGreaterThan(FILES / 2);
  });

  it("either accepts or explains values of any kind", () => {
    fc.assert(
      fc.property(fc.anything({ withSparseArray: true, withDate: true, withMap: true }), (value) => {
        refusal(value);
        refusal({ ServiceEnvs: value, QuotaShares: { A_QS_NAME: value, A_QS_CREATE_REQUEST: value } });
      }),
      { numRuns: 1000 },
    );
  });

  it("gives the same answer for the same file", () => {
    fc.assert(
      fc.property(mutatedQueues, (value) => {
        expect(refusal(value)?.message).toEqual(refusal(structuredClone(value))?.message);
      }),
      { numRuns: 300 },
    );
  });
});
