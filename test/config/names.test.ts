import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadEtlConfig } from "../../config/etl";
import { triggersOf } from "../../config/etl-rules";
import { athenaDatabaseName, etlName, kebabCase } from "../../config/names";
import { describeSharedData } from "./support";

describe("kebabCase", () => {
  it.each([
    ["masterdata", "masterdata"],
    ["amlgo_sqr_redshift-aws", "amlgo-sqr-redshift-aws"],
    ["ECN_redshift_aws", "ecn-redshift-aws"],
    ["a__b", "a--b"],
  ])("spells %s as %s", (key, name) => {
    expect(kebabCase(key)).toBe(name);
  });
});

describe("etlName", () => {
  it("puts the environment and the part of the platform before the key", () => {
    expect(etlName("churn-dev-euwest1", "clean_Orders")).toBe("churn-dev-euwest1-analytics-etl-clean-orders");
  });
});

describe("athenaDatabaseName", () => {
  it("has no hyphen", () => {
    expect(athenaDatabaseName("churn-dev-euwest1", "data_quality")).toBe("churn_dev_euwest1_data_quality");
  });
});

describeSharedData("the names of the existing deployment", (data) => {
  interface Resource {
    readonly address: string;
    readonly type: string;
    readonly values: { readonly name?: string };
  }
  // Cast: the file is reference data of this very shape; a wrong one fails the comparison below.
  const resources = JSON.parse(readFileSync(join(data, "hcl/jenkins-pl.resources.json"), "utf8")) as Resource[];
  const namesOf = (type: string): string[] =>
    resources
      .filter((one) => one.type === type && one.address.startsWith("module.analytics_etl."))
      .map((one) => one.values.name ?? "")
      .sort();
  const config = loadEtlConfig(data, ["analytics-etl/glue_jobs.config.json", "analytics-etl/glue_wf.config.json"]);
  const named = (keys: readonly string[]): string[] => keys.map((key) => etlName("jenkins-pl-apsouth1", key)).sort();

  it("are those of the 33 jobs", () => {
    expect(named(Object.keys(config.jobs))).toEqual(namesOf("aws_glue_job"));
    expect(Object.keys(config.jobs)).toHaveLength(33);
  });

  it("are those of the 3 workflows", () => {
    expect(named(Object.keys(config.workflows))).toEqual(namesOf("aws_glue_workflow"));
    expect(Object.keys(config.workflows)).toHaveLength(3);
  });

  it("are those of the 18 triggers", () => {
    const keys = triggersOf(config.workflows).map(({ key }) => key);
    expect(named(keys)).toEqual(namesOf("aws_glue_trigger"));
    expect(keys).toHaveLength(18);
  });
});
