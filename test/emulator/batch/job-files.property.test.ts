/** The checker of job files and the emulated service agree: what the one accepts the other does, and no string changes. */
import * as fc from "fast-check";
import type { DescribeJobDefinitionsResponse } from "@aws-sdk/client-batch";
import { submission } from "../../../aws/batch/requests/container-job";
import { ConfigError } from "../../../config/errors";
import { parse } from "../../../emulator/batch/plumbing/shapes";
import { requireOverrides } from "../../../emulator/batch/rules/overrides";
import { readDefinition } from "../../../jobs/container/definitions";
import { readSubmissions } from "../../../jobs/container/submissions";
import { BatchAccount } from "./account";
import { JobsAccount } from "./jobs/container/jobs-account";
import { nearlyValidDefinitions, nearlyValidSubmissions } from "./nearly-valid-jobs";

// DAPF_FUZZ_RUNS makes it larger or smaller.
const FILES = Number(process.env.DAPF_FUZZ_RUNS ?? 400);

jest.setTimeout(300_000);

/** @returns undefined when the checker refuses the file, in sentences */
function accepted<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigError && error.problems.length > 0) return undefined;
    throw error;
  }
}

/** The strings of a file by their paths, but for what both sides may say in another way: sizes, actions, empty variables. */
function stringsOf(value: unknown, path = ""): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .filter(([key]) => !["resourceRequirements", "vcpus", "memory", "action", "environment"].includes(key))
    .flatMap(([key, child]) => stringsOf(child, `${path}.${key}`));
}

const overTheWire = (request: object): object => JSON.parse(JSON.stringify(request)) as object; // Cast: what it was.

describe("the checker of job files and the embedded AWS", () => {
  it(`agree on ${FILES} definitions, and what is accepted is described as it was written`, () => {
    let taken = 0;
    fc.assert(
      fc.property(nearlyValidDefinitions, (file) => {
        const request = accepted(() => readDefinition("d.json", JSON.stringify(file)));
        if (request === undefined) return;
        taken += 1;
        const batch = new BatchAccount();
        const wire = overTheWire(request);
        batch.call("RegisterJobDefinition", wire);
        const [described] = batch.call<DescribeJobDefinitionsResponse>("DescribeJobDefinitions").jobDefinitions ?? [];
        expect(Object.fromEntries(stringsOf(wire))).toMatchObject(Object.fromEntries(stringsOf(file)));
        expect(Object.fromEntries(stringsOf(described))).toMatchObject(Object.fromEntries(stringsOf(file)));
      }),
      { numRuns: FILES },
    );
    // Without many of both the test would prove nothing.
    expect(taken).toBeGreaterThan(FILES / 10);
    expect(taken).toBeLessThan((FILES * 9) / 10);
  });

  it(`agree on ${FILES} submissions, and what is accepted arrives as it was written`, () => {
    let taken = 0;
    const batch = new JobsAccount();
    fc.assert(
      fc.property(nearlyValidSubmissions, (file) => {
        const read = accepted(() => readSubmissions("s.json", JSON.stringify(file)));
        const request = read?.graph.order[0]?.request;
        if (request === undefined) return;
        taken += 1;
        const wire = overTheWire(request);
        expect(Object.fromEntries(stringsOf(wire))).toMatchObject(Object.fromEntries(stringsOf(file)));
        requireOverrides(parse(submission, wire));
        const { jobQueue, jobDefinition, shareIdentifier, containerOverrides: own } = request;
        // Whether queue and definition take the job is found out by asking for them.
        const isOurs = jobQueue === "containers" && jobDefinition === "train" && shareIdentifier === undefined;
        const isPlain = ["ecsPropertiesOverride", "eksPropertiesOverride", "nodeOverrides"].every(
          (one) => !(one in wire),
        );
        const isWhole = own?.resourceRequirements?.every(({ value = "" }) => Number(value) >= 1) ?? true;
        if (isOurs && isPlain && isWhole) batch.call("SubmitJob", wire);
      }),
      { numRuns: FILES },
    );
    expect(taken).toBeGreaterThan(FILES / 10);
    expect(taken).toBeLessThan((FILES * 9) / 10);
  });
});
