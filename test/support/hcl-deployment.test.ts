import { agrees } from "./hcl-comparison";
import { hclDeployment, type SiteSettings } from "./hcl-deployment";
import { describeSharedData } from "./reference-data";

/** What the table words for itself, because it does not matter to an adoption what it says. */
const ownWords = ["definition", "description", "policy", "source_hash"];

/** The analytics ETL's jobs, workflows, triggers and scripts are those of the configuration, not of the table. */
const ofConfiguration = (address: string) =>
  /^module\.analytics_etl\.(module\.|aws_s3_object\.upload_ext_scripts)/.test(address);

describeSharedData("the table of what the HCL makes", (data) => {
  const { account, prefix, region } = data;
  // The shape of an environment is known.
  const settings = JSON.parse(data.read(`environments/${data.environment}.tfvars.json`)) as SiteSettings;
  const planned = data.planned().filter(({ address }) => !ofConfiguration(address));
  const utils = planned.flatMap(
    ({ address }) => /^module\.analytics_etl\.aws_s3_object\.upload_utils\["(.+)"\]$/.exec(address)?.[1] ?? [],
  );
  const table = hclDeployment({ account, prefix, region, settings, utils, etl: [] });

  it("has the addresses that the HCL planned", () => {
    expect(table.map(({ address }) => address).sort()).toEqual(planned.map(({ address }) => address).sort());
  });

  it("has the arguments that the HCL planned", () => {
    const ours = new Map(table.map(({ address, values, computed }) => [address, { ...computed, ...values }]));
    const unlike = planned.flatMap(({ address, values }) => {
      const own = new Map(Object.entries(ours.get(address) ?? {}));
      return Object.entries(values)
        .filter(([name, value]) => !ownWords.includes(name) && !agrees(value, own.get(name)))
        .map(([name, value]) => ({ address, name, value, ours: own.get(name) }));
    });

    expect(unlike).toEqual([]);
  });
});
