import { renderProblem } from "../../config/errors";
import { parseJson } from "../../config/json";
import { PLACEHOLDERS, placeholderProblems, substitute, type Placeholder } from "../../config/placeholders";

// Cast: fromEntries forgets the keys; all of PLACEHOLDERS are there.
const values = Object.fromEntries(PLACEHOLDERS.map((name) => [name, `<${name}>`])) as Record<Placeholder, string>;

describe("placeholderProblems", () => {
  const problemsIn = (text: string) => placeholderProblems(parseJson("etl.json", text));

  it("knows every placeholder of the original templates", () => {
    const text = JSON.stringify(PLACEHOLDERS.map((name) => `\${${name}}`));
    expect(problemsIn(text)).toEqual([]);
    expect(PLACEHOLDERS).toHaveLength(9);
  });

  it("names file, line, column and the nearest known one of an unknown placeholder", () => {
    expect(problemsIn('{\n  "a": "s3://${tfvars_bucket}/x ${tfvars_regoin}"\n}').map(renderProblem)).toEqual([
      `etl.json:2:14: \${tfvars_bucket} is not a known placeholder (allowed: ${PLACEHOLDERS.join(", ")}); the nearest placeholder is tfvars_region`,
      "etl.json:2:33: ${tfvars_regoin} is not a known placeholder; did you mean tfvars_region?",
    ]);
  });

  it("takes white space inside the braces, and an escaped one as text", () => {
    expect(problemsIn('["${ tfvars_region }", "$${anything}"]')).toEqual([]);
  });

  it("refuses a placeholder in a key", () => {
    expect(problemsIn('{ "${tfvars_region}": 1 }').map(renderProblem)).toEqual([
      "etl.json:1:4: ${tfvars_region} stands in a key, where no placeholder can stand",
    ]);
  });
});

describe("substitute", () => {
  it("fills in every string of a value and keeps its shape", () => {
    const value = { a: ["${tfvars_region}/${tfvars_account_number}", 1, null], b: { c: true, d: "none" } };
    expect(substitute(value, values)).toEqual({
      a: ["<tfvars_region>/<tfvars_account_number>", 1, null],
      b: { c: true, d: "none" },
    });
  });

  it("does not read a value as a template again", () => {
    const tricky = { ...values, tfvars_region: "$& ${tfvars_use_case_name}" };
    expect(substitute("${tfvars_region}", tricky)).toBe("$& ${tfvars_use_case_name}");
  });

  it("writes an escaped placeholder as text", () => {
    expect(substitute("$${tfvars_region}", values)).toBe("${tfvars_region}");
  });
});
