/** What is created as declared is no drift, wherever it is: the declared ARNs are those that the emulated service gives. */
import type {
  DescribeJobQueuesResponse,
  DescribeQuotaShareResponse,
  DescribeSchedulingPoliciesResponse,
  DescribeServiceEnvironmentsResponse,
  ListQuotaSharesResponse,
} from "@aws-sdk/client-batch";
import { type Place, placeIn } from "../../../aws/place";
import { parseTrainingQueues } from "../../../config/training-queues";
import { asLive } from "../../../queues/declared";
import { queueDrift } from "../../../queues/drift";
import { readLiveQueues } from "../../../queues/live-queues";
import { standIn } from "../../aws/stand-in";
import { valid } from "../../config/training-queues/fixture";
import type { BatchAccount } from "./account";
import { create } from "./create-queues";

function clientOf(batch: BatchAccount, place: Place) {
  const ask =
    <T>(operation: string) =>
    (body: object): Promise<T> =>
      Promise.resolve(batch.call<T>(operation, body, place));
  return standIn({
    describeServiceEnvironments: ask<DescribeServiceEnvironmentsResponse>("DescribeServiceEnvironments"),
    describeJobQueues: ask<DescribeJobQueuesResponse>("DescribeJobQueues"),
    describeSchedulingPolicies: ask<DescribeSchedulingPoliciesResponse>("DescribeSchedulingPolicies"),
    listQuotaShares: ask<ListQuotaSharesResponse>("ListQuotaShares"),
    describeQuotaShare: ask<DescribeQuotaShareResponse>("DescribeQuotaShare"),
  });
}

describe("queues that are created as they are declared", () => {
  it.each([
    ["eu-west-1", "arn:aws:"],
    ["cn-north-1", "arn:aws-cn:"],
    ["eusc-de-east-1", "arn:aws-eusc:"],
    ["us-gov-west-1", "arn:aws-us-gov:"],
  ])("differ in nothing in %s, where ARNs begin with %s", async (region, head) => {
    const place = placeIn(region, "123456789012");
    const context = { ...place, tags: {} };
    const queues = parseTrainingQueues({ file: "queues.ts", value: valid }, context);
    const batch = create(queues, place);
    batch.settle();

    const declared = asLive(queues, context);
    const live = await readLiveQueues(clientOf(batch, place), { declared, training: true, definitions: true });

    expect(queueDrift(declared, live)).toEqual([]);
    const arns = Object.values(live).flatMap((group: ReadonlyMap<string, unknown>) => [...group.keys()]);
    expect(arns.length).toBeGreaterThan(8);
    expect(arns.filter((arn) => !arn.startsWith(`${head}batch:${region}:123456789012:`))).toEqual([]);
  });
});
