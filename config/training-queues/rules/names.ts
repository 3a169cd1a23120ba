import { NAME_PATTERN } from "../../../aws/batch/arns";
import { GROUPS } from "../convention";
import { apiReference, type Rule } from "./rule";

export const names: Rule = {
  demand: "A name has 1 to 128 letters, digits, _ and -",
  source: apiReference("CreateJobQueue"),
  severity: "error",
  check: ({ all }) =>
    all.flatMap(({ group, name, path }) => {
      if (name === undefined || NAME_PATTERN.test(name)) return [];
      const rule = `must be the name of a ${GROUPS[group].kind}`;
      return [
        {
          path: [...path, GROUPS[group].nameField],
          rule,
          found: name,
          allowed: ["1 to 128 characters of A-Z a-z 0-9 _ -"],
        },
      ];
    }),
};
