import { containerQueues } from "../../../aws/batch/queues";
import { standIn } from "../stand-in";

test("all queues for container jobs are those of all pages, without queues of training jobs", async () => {
  const page = (names: readonly string[], jobQueueType: "ECS" | "SAGEMAKER_TRAINING", nextToken?: string) => ({
    jobQueues: names.map((jobQueueName) => ({
      jobQueueName,
      jobQueueType,
      jobQueueArn: "",
      state: "ENABLED" as const,
      priority: 1,
      computeEnvironmentOrder: [],
    })),
    nextToken,
  });
  const calls = {
    describeJobQueues: ({ nextToken }: { nextToken?: string }) =>
      Promise.resolve(nextToken === undefined ? page(["b", "a"], "ECS", "more") : page(["c"], "SAGEMAKER_TRAINING")),
  };
  expect(await containerQueues(standIn(calls))).toEqual(["a", "b"]);
});
