import { RULES } from "../../../../config/compute/rules";

/** What AWS accepts, what is right only of something that is live, and what may be meant. */
const warnings = [
  "A declared definition keeps within the limits of the teams that may submit it",
  "A job of a declared definition fits some environment of a queue that its team may use",
  "A share identifier of a team stands in the policy of a queue of it; others get the weight 1",
  "A team has share identifiers only if one of its queues has a fair-share policy",
  "An environment is created ENABLED; only one that is live can be declared DISABLED",
  "An environment that is UNMANAGED says its unmanagedvCpus where the policy of a queue reserves a part of them",
  "Each prefix of a team is that of a declared definition, if there are any",
  "Some definition has each job role, or some team may pass it",
  "Some queue of the file uses each scheduling policy and each compute environment",
  "The definitions of two teams begin alike only if the prefixes are the same, and so meant for both",
  "bidPercentage and spotIamFleetRole are said of environments of type SPOT",
];

it("The rules refuse what AWS refuses and what mixes teams up, and only warn of what may be meant", () => {
  const demandsOf = (wanted: string) =>
    RULES.filter(({ severity }) => severity === wanted)
      .map(({ demand }) => demand)
      .sort();

  expect(demandsOf("warning")).toEqual(warnings);
  expect(demandsOf("error")).toHaveLength(RULES.length - warnings.length);
});
