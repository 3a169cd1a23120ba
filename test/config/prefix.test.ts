import fc from "fast-check";
import { LONGEST_PREFIX, prefixOf, prefixProblems } from "../../config/prefix";
import { REGION_NAMES } from "../../aws/regions";

const parts = fc.record({
  use_case_name: fc.stringMatching(/^[a-z0-9]{1,12}(-[a-z0-9]{1,4})?$/),
  env: fc.stringMatching(/^[a-z0-9]{1,8}$/),
  region: fc.constantFrom(...REGION_NAMES),
});

describe("prefixOf", () => {
  it("joins use case, env and the region without hyphens", () => {
    expect(prefixOf({ use_case_name: "jenkins", env: "pl", region: "ap-south-1" })).toBe("jenkins-pl-apsouth1");
    expect(prefixOf({ use_case_name: "a", env: "b", region: "us-gov-west-1" })).toBe("a-b-usgovwest1");
  });
});

describe("prefixProblems", () => {
  it("allows 20 characters, so that the longest name prefix of a role has IAM's 38", () => {
    expect(LONGEST_PREFIX).toBe(20);
    expect(prefixProblems({ use_case_name: "first", env: "tfsec", region: "ap-south-1" })).toEqual([]);
    expect(prefixProblems({ use_case_name: "first", env: "tfsecs", region: "ap-south-1" })).toHaveLength(1);
  });

  it("says how long the prefix is and what to shorten by how much", () => {
    const [problem] = prefixProblems({ use_case_name: "forecasting", env: "uat", region: "ap-south-1" });
    expect(problem?.rule).toBe(
      'the prefix "forecasting-uat-apsouth1" (use_case_name-env-region) has 24 characters, at most 20 fit into the names of IAM roles',
    );
    expect(problem?.hint).toBe('shorten use_case_name "forecasting" or env "uat" by 4 characters in all');
  });

  it.each(["aws-x", "awesome", "ssm", "sthree-x"])("knows what AWS keeps for itself: %s", (use_case_name) => {
    const reserved = use_case_name !== "awesome";
    expect(prefixProblems({ use_case_name, env: "d", region: "eu-west-1" }).length > 0).toBe(reserved);
  });

  it("lets no prefix through that IAM or S3 would refuse, and refuses none for its length that fits", () => {
    fc.assert(
      fc.property(parts, (value) => {
        const prefix = prefixOf(value);
        const tooLong = prefixProblems(value).some(({ path }) => path.length === 0);
        expect(tooLong).toBe(`${prefix}-dapf-inferencing-`.length > 38);
        if (!tooLong) expect(`${prefix}-inferencing-internal`).toMatch(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
      }),
    );
  });
});
