/** The validator of queue files and the emulated service agree: what the one accepts, the other does. */
import * as fc from "fast-check";
import { placeIn } from "../../../aws/place";
import { ConfigError } from "../../../config/errors";
import type { Reference, TrainingQueues } from "../../../config/training-queues";
import { parseTrainingQueues } from "../../../config/training-queues";
import { validQueues } from "../../config/training-queues/arbitrary";
import { context } from "../../config/training-queues/fixture";
import { create } from "./create-queues";
import { nearlyValidQueues } from "./nearly-valid-queues";

const place = placeIn(context.region, context.account);

/** @returns undefined when the validator refuses the file */
function accepted(value: unknown): TrainingQueues | undefined {
  try {
    return parseTrainingQueues({ file: "queues.ts", value }, context);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

const isDeclared = (reference: Reference | undefined): boolean =>
  reference === undefined || reference.kind === "declared";

/** Objects outside the file are not on the embedded AWS. */
const standsAlone = ({ jobQueues, quotaShares }: TrainingQueues): boolean =>
  jobQueues.every((queue) => isDeclared(queue.serviceEnvironment) && isDeclared(queue.schedulingPolicy)) &&
  quotaShares.every((share) => isDeclared(share.jobQueue));

// DAPF_FUZZ_RUNS makes it larger or smaller.
const FILES = Number(process.env.DAPF_FUZZ_RUNS ?? 2000);

describe("the validator of queue files and the embedded Batch", () => {
  it("agree on random files that keep the rules, and nothing of them is lost", () => {
    fc.assert(
      fc.property(validQueues, (value) => {
        const queues = accepted(value);
        if (queues === undefined) throw new Error("the validator refuses a valid file");
        const counts = {
          service_environments: queues.serviceEnvironments.length,
          scheduling_policies: queues.schedulingPolicies.length,
          job_queues: queues.jobQueues.length,
          quota_shares: queues.quotaShares.length,
        };
        const held = Object.entries(counts).filter(([, count]) => count > 0);
        expect(create(queues, place).service.inventory(place.account)).toEqual(
          Object.fromEntries(held.map(([kind, count]) => [`batch/${place.region}/${kind}`, count])),
        );
      }),
      { numRuns: FILES / 2 },
    );
  });

  it("agree on random files that may just break one: what the service refuses, the validator has refused", () => {
    let same = 0;
    let refused = 0;
    fc.assert(
      fc.property(nearlyValidQueues, (value) => {
        const queues = accepted(value);
        if (queues === undefined) refused += 1;
        if (queues === undefined || !standsAlone(queues)) return;
        same += 1;
        create(queues, place);
      }),
      { numRuns: FILES },
    );
    // Without many of both the test would prove nothing.
    expect(same).toBeGreaterThan(FILES / 4);
    expect(refused).toBeGreaterThan(FILES / 4);
  });
});
