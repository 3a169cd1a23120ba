import { ConfigError, renderPath, renderProblem } from "../../config/errors";

describe("renderProblem", () => {
  it("says where, what, what was found, what is allowed and what to do, in one line", () => {
    const problem = {
      file: "environments/dev.tfvars.json",
      line: 3,
      column: 5,
      path: "ecr_attributes.image_tag_mutability",
      rule: "must be one of the allowed values",
      found: "mutable",
      allowed: ["IMMUTABLE", "MUTABLE"],
      hint: "did you mean MUTABLE?",
    };
    expect(renderProblem(problem)).toBe(
      'environments/dev.tfvars.json:3:5: ecr_attributes.image_tag_mutability must be one of the allowed values, not "mutable" (allowed: IMMUTABLE, MUTABLE); did you mean MUTABLE?',
    );
  });

  it("leaves out what is not known", () => {
    expect(renderProblem({ file: "a.ts", path: "region", rule: "is missing" })).toBe("a.ts: region is missing");
  });

  it("shortens long values and does not print whole objects", () => {
    const long = renderProblem({ file: "a.ts", path: "env", rule: "must be shorter", found: "x".repeat(500) });
    expect(long.length).toBeLessThan(130);
    expect(renderProblem({ file: "a.ts", path: "env", rule: "must be a string", found: { a: 1 } })).toBe(
      "a.ts: env must be a string, not an object",
    );
  });
});

describe("ConfigError", () => {
  it("lists every problem once, in the order of file and line", () => {
    const later = { file: "a.json", line: 9, column: 1, path: "z", rule: "is missing" };
    const earlier = { file: "a.json", line: 2, column: 1, path: "y", rule: "is missing" };
    const error = new ConfigError([later, earlier, later]);
    expect(error.message).toBe("a.json:2:1: y is missing\na.json:9:1: z is missing");
  });

  it("keeps the facts in fields", () => {
    const problem = { file: "a.ts", path: "env", rule: "must be a string", found: 5 };
    expect(new ConfigError([problem]).problems).toEqual([problem]);
  });
});

describe("renderPath", () => {
  it("joins keys with dots, puts indexes in brackets and quotes odd keys", () => {
    expect(renderPath(["analytics_etl", "glue_config_paths", 0])).toBe("analytics_etl.glue_config_paths[0]");
    expect(renderPath(["default_tags", "cost centre"])).toBe('default_tags["cost centre"]');
    expect(renderPath([])).toBe("");
  });
});
