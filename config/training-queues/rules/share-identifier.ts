import { serviceMessage, type Rule } from "./rule";
import { sharesOf } from "./share-distribution";

// The API Reference says alphanumeric; the service takes _ and - too.
const IDENTIFIER = /^(?=.{1,255}$)[A-Za-z0-9_-]+\*?$/;

export const shareIdentifier: Rule = {
  demand: "A share identifier has 1 to 255 letters, digits, _ and -; a * at its end makes it a prefix",
  source: serviceMessage("ShareIdentifier name should match a valid pattern."),
  severity: "error",
  check: ({ schedulingPolicies }) =>
    schedulingPolicies.flatMap(sharesOf).flatMap(({ path, shareIdentifier }) => {
      if (shareIdentifier === undefined || IDENTIFIER.test(shareIdentifier)) return [];
      const allowed = ["1 to 255 characters of A-Z a-z 0-9 _ -, and * at the end"];
      return [
        { path: [...path, "shareIdentifier"], rule: "must be a share identifier", found: shareIdentifier, allowed },
      ];
    }),
};
