import { policyOf, tagProblems } from "../../config/job-policy";

test("an environment without limits and required tags allows everything", () => {
  // Cast: of an environment nothing else is read.
  const environment = (settings: object) => ({ file: "e.ts", settings }) as Parameters<typeof policyOf>[0];
  expect(policyOf(environment({}))).toEqual({ file: "e.ts", limits: {}, requiredTags: [] });
  const said = { limits: { vcpus: 4 }, required_tags: ["Project"] };
  expect(policyOf(environment(said))).toEqual({ file: "e.ts", limits: { vcpus: 4 }, requiredTags: ["Project"] });
});

describe("a required tag", () => {
  const missing = (tags: Record<string, string> | undefined, ...requiredTags: string[]) =>
    tagProblems({ file: "e.ts", limits: {}, requiredTags }, ["jobs", 0], tags);

  it("is there when it has a value", () => expect(missing({ Project: "p" }, "Project")).toEqual([]));

  it.each([
    ["without tags", undefined],
    ["with an empty value", { Project: "" }],
    ["with blanks for a value", { Project: " \t" }],
    ["in other capitals, which is another tag", { project: "p" }],
  ])("is missing %s", (_case, tags) => {
    expect(missing(tags, "Project")).toEqual([
      { path: ["jobs", 0, "tags"], rule: "must have Project (required_tags of e.ts)" },
    ]);
  });

  it("is missing when only every object has a member of that name", () => {
    expect(missing({}, "constructor")).toHaveLength(1);
  });
});
