import { userGuide, wholeNumber, type Rule } from "./rule";

export const queuePriority: Rule = {
  demand: "The priority of a queue is 0 to 1000",
  source: userGuide("create-sagemaker-job-queue"),
  severity: "error",
  check: ({ jobQueues }) =>
    jobQueues.flatMap(({ path, request }) => wholeNumber([...path, "priority"], request.priority, 0, 1000)),
};
