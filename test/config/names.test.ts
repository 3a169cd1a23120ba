import { loadEtlConfig } from "../../config/etl";
import { triggersOf } from "../../config/etl-rules";
import { athenaDatabaseName, etlName, kebabCase } from "../../config/names";
import { describeReferenceData } from "../support/reference-data";

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

describeReferenceData("the names of the existing deployment", (data) => {
  const { counts, folder, prefix } = data;
  const resources = data.planned();
  const namesOf = (type: string): string[] =>
    resources
      .filter((one) => one.type === type && one.address.startsWith("module.analytics_etl."))
      .map((one) => String(one.values.name))
      .sort();
  const config = loadEtlConfig(folder, ["analytics-etl/glue_jobs.config.json", "analytics-etl/glue_wf.config.json"], {
    prefix,
  });
  const named = (keys: readonly string[]): string[] => keys.map((key) => etlName(prefix, key)).sort();

  it("are those of the jobs", () => {
    expect(named(Object.keys(config.jobs))).toEqual(namesOf("aws_glue_job"));
    expect(Object.keys(config.jobs)).toHaveLength(counts.jobs);
  });

  it("are those of the workflows", () => {
    expect(named(Object.keys(config.workflows))).toEqual(namesOf("aws_glue_workflow"));
    expect(Object.keys(config.workflows)).toHaveLength(counts.workflows);
  });

  it("are those of the triggers", () => {
    const keys = triggersOf(config.workflows).map(({ key }) => key);
    expect(named(keys)).toEqual(namesOf("aws_glue_trigger"));
    expect(keys).toHaveLength(counts.triggers);
  });
});
