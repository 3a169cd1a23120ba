import { policyOf } from "../../../../jobs/container/policy";

test("an environment without limits and required tags allows everything", () => {
  // Cast: of an environment nothing else is read.
  const environment = (settings: object) => ({ file: "e.ts", settings }) as Parameters<typeof policyOf>[0];
  expect(policyOf(environment({}))).toEqual({ file: "e.ts", limits: {}, requiredTags: [] });
  const said = { limits: { vcpus: 4 }, required_tags: ["Project"] };
  expect(policyOf(environment(said))).toEqual({ file: "e.ts", limits: { vcpus: 4 }, requiredTags: ["Project"] });
});
