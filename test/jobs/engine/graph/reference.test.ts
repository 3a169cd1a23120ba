import { referencedName, referenceJudge } from "../../../../jobs/engine/graph/reference";

const ID = "9b1f2c3d-0a1b-4c2d-8e3f-0123456789ab";

describe("a reference to a job of the file", () => {
  it.each([
    ["${train}", "train"],
    ["${preprocess-dataset-42}", "preprocess-dataset-42"],
    ["${}", ""],
    ["a ${train}", undefined],
    ["${train} b", undefined],
    ["${a}${b}", undefined],
    ["$train", undefined],
    [ID, undefined],
  ])("%j is of %j", (text, name) => {
    expect(referencedName(text)).toBe(name);
  });
});

describe("the jobId of a dependency", () => {
  const judge = referenceJudge(["preprocess-dataset-42", "second-dataset-42", "train", "two words-rest", "9-lives"]);
  const rule = "must be ${name of a job of the file} or the id of a job";
  const replaced = (name: string) => ({
    rule,
    hint: `was it \${${name}}? A shell replaces that: quote EOF in the here-document, <<'EOF'`,
  });

  it.each([
    ["a reference, whose name is judged elsewhere", "${nobody}"],
    ["an id", ID],
    ["an id in capitals", ID.toUpperCase()],
    ["a job of an array", `${ID}:17`],
    ["the ARN of a service job", `arn:aws:batch:eu-west-1:123456789012:service-job/${ID}`],
  ])("may be %s", (_, jobId) => {
    expect(judge(jobId)).toBeUndefined();
  });

  it.each([
    ["an id of other characters", ID.replace("9b", "xy")],
    ["an id with more before it", `a${ID}`],
    ["an id with more behind it", `${ID}0`],
    ["an index that is no number", `${ID}:a`],
    ["an index that is missing", `${ID}:`],
    ["an ARN with a blank", `arn:aws:batch: /${ID}`],
    ["what is left of no name", "dataset"],
    ["what is behind the second dash of a name", "42"],
    ["what is behind a dash that no variable comes before", "rest"],
    ["what is behind a number", "lives"],
  ])("cannot be %s", (_, jobId) => {
    expect(judge(jobId)).toEqual({ rule });
  });

  it("that is a bare name gets the reference to it", () => {
    expect(judge("train")).toEqual({ rule, hint: "write ${train}" });
  });

  it("that a shell made of a reference gets what it was: the first name that it can come from", () => {
    expect(judge("dataset-42")).toEqual(replaced("preprocess-dataset-42"));
    expect(judge("")).toEqual(replaced("name"));
  });
});
