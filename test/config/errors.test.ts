import { ConfigError, type ConfigProblem, renderPath, renderProblem } from "../../config/errors";

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

  describe("of more than twenty problems", () => {
    const missing = (count: number, key = "name") =>
      Array.from({ length: count }, (_, index) => ({
        file: "a.json",
        path: `jobs[${index}].${key}`,
        rule: "is missing",
      }));
    const linesOf = (problems: readonly ConfigProblem[]) => new ConfigError(problems).message.split("\n");

    it("shows all twenty, and of ten thousand twenty and a count", () => {
      expect(linesOf(missing(20))).toHaveLength(20);
      const lines = linesOf(missing(10_000));
      expect(lines).toHaveLength(21);
      expect(lines[19]).toBe("a.json: jobs[19].name is missing");
      expect(lines[20]).toBe("and 9,980 more of this kind");
    });

    it("shows one of each kind, and counts each", () => {
      const other = { file: "a.json", line: 9, path: "jobs[7]", rule: "has 3 mistakes" };
      const lines = linesOf([...missing(50), ...missing(2, "queue"), other]);
      expect(lines).toHaveLength(22);
      expect(lines).toEqual(expect.arrayContaining(["a.json: jobs[0].queue is missing"]));
      expect(lines.slice(19)).toEqual([
        "a.json:9: jobs[7] has 3 mistakes",
        "and 32 more of the kind: jobs[].name is missing",
        "and 1 more of the kind: jobs[].queue is missing",
      ]);
    });

    it("counts by rule where each has a place of its own, and all of them where each is a kind", () => {
      const unknown = missing(30).map((one, index) => ({ ...one, path: `key${"x".repeat(index)}` }));
      expect(linesOf(unknown).at(-1)).toBe("and 10 more of this kind");
      const odd = unknown.map((one) => ({ ...one, rule: `is like ${one.path}` }));
      expect(linesOf(odd).at(-1)).toBe("and 10 more of 30 kinds");
    });
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
