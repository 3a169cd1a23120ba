import { RULES } from "../../../../config/training-queues/rules";

/** What AWS accepts, or what our lists may only not know yet. */
const warnings = [
  "A queue with a quota-share policy has quota shares, because every job must name one",
  "A quota share counts instance types that its queue's service environment has; jobs wait for ever for others",
  "An instance type is one that SageMaker trains on",
  "Quota shares can be created by CloudFormation and Terraform in every Region but me-central-1 and me-south-1",
  "Some queue of the file uses each scheduling policy and each service environment",
  "The quota shares of a queue add up to no more than its service environment has",
];

it("The rules refuse what AWS refuses, and only warn of what it accepts", () => {
  const demandsOf = (wanted: string) =>
    RULES.filter(({ severity }) => severity === wanted)
      .map(({ demand }) => demand)
      .sort();

  expect(demandsOf("warning")).toEqual(warnings);
  expect(demandsOf("error")).toHaveLength(RULES.length - warnings.length);
});
