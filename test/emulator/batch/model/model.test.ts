/** Every operation of the SDK's AWS Batch, and all that it answers, against the service's model. */
import * as fc from "fast-check";
import { problemsOfAll } from "./look-around";
import { nearlyRight } from "./requests";
import { operations, problemsOf } from "./service-model";
import { type Answer, filledWorld, rightRequests, type World } from "./world";

const RUNS = Number(process.env.DAPF_MODEL_RUNS ?? 15);
/** Such operations leave everything as it is. */
const READS = /^(Describe|List|Get)/;

/** Every account that is filled alike has the same ids, so that these are right in each. */
let right: Readonly<Record<string, readonly object[]>>;
/** For operations that only read. */
let unchanged: World;

beforeAll(async () => {
  const filled = await filledWorld();
  right = rightRequests(filled);
  unchanged = filled.world;
});

describe.each(operations)("%s", (operation) => {
  it("takes right requests, and all answers are as the model says", async () => {
    const requests = right[operation] ?? [];
    for (const request of requests) {
      const world = await worldFor(operation);
      const { status, body } = await world.send(operation, request);
      expect({ status, body, request }).toMatchObject({ status: 200 });
      expect(problemsOf(body, `${operation}Response`, operation)).toEqual([]);
      expect(await problemsLater(operation, world)).toEqual([]);
    }
    expect(requests).not.toEqual([]);
  });

  it("takes or refuses requests near right ones, and all answers are as the model says", async () => {
    const requests = fc.constantFrom(...(right[operation] ?? [])).chain((one) => nearlyRight(operation, one));
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const world = await worldFor(operation);
        const answer = await world.send(operation, request);
        expect(problemsOfAnswer(operation, answer)).toEqual([]);
        if (answer.status === 200) expect(await problemsLater(operation, world)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});

// The model has ClientException (400), which the service also answers with 409, and ServerException, which is a fault.
function problemsOfAnswer(operation: string, { status, error, body }: Answer): string[] {
  if (status === 200) return problemsOf(body, `${operation}Response`, operation);
  const { message } = { message: undefined, ...(body as object) };
  const isRefusal = [400, 409].includes(status) && error === "ClientException" && typeof message === "string";
  return isRefusal ? [] : [`${operation} answers ${status} ${error}: ${JSON.stringify(body)}`];
}

async function worldFor(operation: string): Promise<World> {
  return READS.test(operation) ? unchanged : (await filledWorld()).world;
}

async function problemsLater(operation: string, world: World): Promise<string[]> {
  if (READS.test(operation)) return [];
  world.settle();
  return problemsOfAll(world);
}
