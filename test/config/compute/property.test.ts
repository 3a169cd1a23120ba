import * as fc from "fast-check";
import { type ComputeModel, parseCompute } from "../../../config/compute";
import { ConfigError } from "../../../config/errors";
import { mutatedCompute, validCompute } from "./arbitrary";
import { context, noFolders } from "./fixture";

// DAPF_FUZZ_RUNS makes it larger or smaller.
const FILES = Number(process.env.DAPF_FUZZ_RUNS ?? 1000);

jest.setTimeout(300_000);

const parse = (value: unknown): ComputeModel => parseCompute({ file: "compute.ts", value }, context, noFolders);

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

describe("parseCompute, of any file", () => {
  it("accepts 500 random files that keep the rules, and loses nothing of them", () => {
    fc.assert(
      fc.property(validCompute, (groups) => {
        const { computeEnvironments, schedulingPolicies, jobQueues, consumableResources } = parse(groups);
        const requests = [computeEnvironments, schedulingPolicies, jobQueues, consumableResources].flat();
        const declared = Object.values(groups).flatMap((group) => Object.entries(group));
        expect(requests.map(({ request }) => request)).toEqual(
          declared.filter(([member]) => member.endsWith("_CREATE_REQUEST")).map(([, request]) => request),
        );
      }),
      { numRuns: 500 },
    );
  });

  it(`either accepts or explains ${FILES} random files with mistakes in them`, () => {
    let refused = 0;
    fc.assert(
      fc.property(mutatedCompute, (value) => {
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
        refusal({
          ComputeEnvs: value,
          JobDefinitions: { A_JD_NAME: value, A_JD_REGISTER_REQUEST: value, B_JD_FOLDER: value },
        });
      }),
      { numRuns: 500 },
    );
  });
});
