import type { EnvironmentSettings } from "../../config/schema";
import { parseEnvironment } from "../../config/loader";
import { configErrorOf, minimal } from "./support";

const place = { root: "/repository", name: "dev", file: "environments/dev.ts" };
const settingsOf = (changes: object): EnvironmentSettings =>
  parseEnvironment(place, { ...minimal, ...changes }).settings;
const messageOf = (input: unknown): string => configErrorOf(() => parseEnvironment(place, input)).message;
const messageWith = (changes: object): string => messageOf({ ...minimal, ...changes });

describe("an environment", () => {
  it("needs only what has no sensible default", () => {
    expect(settingsOf({})).toMatchObject({
      utils_path: "utils",
      enable_monitoring: false,
      eap_dq_bucket_name: "random",
      analytics_etl: { glue_config_paths: ["analytics-etl/glue_jobs.config.json"] },
      ddb_params: { ddb_delete_protection: false },
      batch_compute_environments: { instance_types: ["m5.large"], min_vcpus: 0, max_vcpus: 216 },
      batch_container_properties: { vcpus: 1, memory: 2048 },
    });
  });

  it("takes the tags that jobs must carry under the old name of the key, too, but not under both", () => {
    const tags = ["Project"];
    expect(settingsOf({ required_tags: tags }).required_tags).toEqual(tags);
    expect(settingsOf({ requiredTags: tags })).toMatchObject({ required_tags: tags });
    expect(settingsOf({ requiredTags: tags })).not.toHaveProperty("requiredTags");
    expect(messageWith({ required_tags: tags, requiredTags: tags })).toBe(
      "environments/dev.ts: cannot have both required_tags and requiredTags, which is its old name",
    );
  });

  it("takes limits of container jobs, of arrays and of training jobs, and the old ones alone", () => {
    const old = { vcpus: 4, memory: 8192, gpus: 1, timeout: 3600 };
    const training = { instance_types: ["ml.g5.*", "ml.c5.xlarge"], instances: 8, hours: 0.5 };
    expect(settingsOf({ limits: old }).limits).toEqual(old);
    const all = { ...old, array_size: 100, training };
    expect(settingsOf({ limits: all }).limits).toEqual(all);
    expect(messageWith({ limits: { training: { instance_types: ["g5.xlarge"] } } })).toContain(
      'limits.training.instance_types[0] must be an instance type such as ml.c5.xlarge or ml.g5.*, not "g5.xlarge"',
    );
    expect(messageWith({ limits: { training: { instance: 8 } } })).toContain(
      "limits.training.instance is not a known key",
    );
  });

  it("takes instance types and whole vCPUs that AWS Batch has for its environment on EC2", () => {
    const types = (...instance_types: string[]) => ({ batch_compute_environments: { instance_types } });
    expect(settingsOf(types("c5", "r6i.2xlarge", "optimal"))).toMatchObject(types("c5", "r6i.2xlarge", "optimal"));
    expect(messageWith(types("m5.large", "m5.lrge"))).toContain(
      'batch_compute_environments.instance_types[1] must be an instance type or family that AWS Batch has, such as m5.large or c5, not "m5.lrge"',
    );
    expect(messageWith(types("t3.medium"))).toContain("its list has no burstable types");
    expect(messageWith({ batch_container_properties: { vcpus: 1.5 } })).toContain("batch_container_properties.vcpus");
  });

  it("has the scripts of the original layout unless it names others", () => {
    const { training, inferencing } = settingsOf({
      training: { gatekeeper_job_params: { path: "model/own_gatekeeper.py", additional_arguments: { "--limit": 5 } } },
    });
    expect(training.gatekeeper_job_params).toEqual({
      path: "model/own_gatekeeper.py",
      additional_arguments: { "--limit": "5" },
    });
    expect(training.evaluation_job_params.path).toBe("model/training_job/evaluation/evaluation_summary.py");
    expect(inferencing.evaluation_job_params.path).toBe("model/inferencing_job/evaluation/inferencing_summary.py");
    expect(inferencing.gatekeeper_job_params.path).toBe("model/inferencing_job/gatekeeper/gatekeeper.py");
  });

  it("takes the repository of the input map from repo_url unless it names one", () => {
    expect(settingsOf({}).step_function_settings.repository).toBe("example/churn");
    expect(
      settingsOf({ step_function_settings: { repository: "other/place" } }).step_function_settings.repository,
    ).toBe("other/place");
  });

  it("looks its VPC up by tags when it names tags", () => {
    const batch_vpc = { vpc_tags: { Name: "main" }, subnet_tags: { Tier: "private" } };
    expect(settingsOf({ inferencing: { batch_vpc } }).inferencing.batch_vpc).toEqual(batch_vpc);
  });

  it("keeps the other default of a group when one is set", () => {
    expect(settingsOf({ ecr_attributes: { force_delete: false } }).ecr_attributes).toEqual({
      force_delete: false,
      image_tag_mutability: "IMMUTABLE",
      max_image_count: 30,
    });
  });

  it("may add tags to everything", () => {
    expect(settingsOf({ default_tags: { team: "planning" } }).default_tags).toMatchObject({ team: "planning" });
  });
});

describe("a wrong environment", () => {
  it("has an unknown key: the nearest known one is named", () => {
    expect(messageWith({ utils_pth: "x" })).toBe(
      "environments/dev.ts: utils_pth is not a known key; did you mean utils_path?",
    );
    expect(messageWith({ analytics_etl: { expected_dq_job_count: 1, glue_configs: [] } })).toBe(
      "environments/dev.ts: analytics_etl.glue_configs is not a known key; did you mean glue_config_paths?",
    );
    expect(messageWith({ training: { evaluation_job_params: { paht: "a.py" } } })).toBe(
      "environments/dev.ts: training.evaluation_job_params.paht is not a known key; did you mean path?",
    );
  });

  it("has an unknown key that is like none: all that could stand there are named, too", () => {
    expect(messageWith({ ddb_params: { x: 1 } })).toBe(
      "environments/dev.ts: ddb_params.x is not a known key (allowed: ddb_delete_protection); the nearest known key is ddb_delete_protection",
    );
  });

  it("has an unknown key in its VPC, whichever way that is named", () => {
    const batch_vpc = { ...minimal.inferencing.batch_vpc, subnet_id: ["subnet-01234567"] };
    expect(messageWith({ inferencing: { batch_vpc } })).toContain("inferencing.batch_vpc.subnet_id is not a known key");
  });

  it("misspells a required key: the key that is missing and the one that is unknown are both named", () => {
    const { region, ...rest } = minimal;
    expect(messageOf({ ...rest, regoin: region }).split("\n")).toEqual([
      "environments/dev.ts: region is missing",
      "environments/dev.ts: regoin is not a known key; did you mean region?",
    ]);
  });

  it.each([
    ["ap-sout-1", "did you mean ap-south-1?"],
    ["ap-south-9", "did you mean ap-south-1?"],
    ["AP-SOUTH-1", "did you mean ap-south-1?"],
    ["mumbai", "the nearest region is"],
  ])("has the region %s", (region, hint) => {
    const message = messageWith({ region });
    expect(message).toContain(`environments/dev.ts: region must be an AWS region, not "${region}"; ${hint}`);
  });

  it.each([["12345678901"], ["1234567890123"], ["12345678901x"], [1234567890123], [-5], [1.5]])(
    "has the account %j",
    (account_number) => {
      expect(messageWith({ account_number })).toBe(
        `environments/dev.ts: account_number must be an AWS account: 12 digits, not ${JSON.stringify(account_number)}`,
      );
    },
  );

  it("has an account that lost its leading zero: it is to be quoted", () => {
    expect(messageWith({ account_number: 12345678901 })).toBe(
      'environments/dev.ts: account_number must be an AWS account: 12 digits, not 12345678901; a number loses its leading zeros: write it as a string, "012345678901"',
    );
  });

  it("has a prefix that is too long: how long it is and what to shorten", () => {
    expect(messageWith({ use_case_name: "forecasting" })).toBe(
      'environments/dev.ts: the prefix "forecasting-dev-euwest1" (use_case_name-env-region) has 23 characters, at most 20 fit into the names of IAM roles; shorten use_case_name "forecasting" or env "dev" by 3 characters in all',
    );
  });

  it("has a wrong region: the length of the prefix is not judged, it is not known", () => {
    expect(messageWith({ use_case_name: "forecast", region: "ap-southeast-10" }).split("\n")).toEqual([
      'environments/dev.ts: region must be an AWS region, not "ap-southeast-10"; did you mean ap-southeast-1?',
    ]);
  });

  it.each(["Churn", "churn_model", "-churn", "churn-", "churn--x", "chürn", ""])(
    "has the use case %j, which S3 would refuse in names",
    (use_case_name) => {
      expect(messageWith({ use_case_name })).toContain(
        "use_case_name must have only lower-case letters, digits and single hyphens between them",
      );
    },
  );

  it.each(["/etc/passwd", "../outside.json", "a/../../b.json", "C:\\x.json", "~/x.json"])(
    "names the path %s outside of the repository",
    (mapping_json_path) => {
      expect(messageWith({ mapping_json_path })).toContain(
        "must be a path inside the repository, relative to its root",
      );
    },
  );

  it("has a value of a wrong kind", () => {
    expect(messageWith({ enable_monitoring: "yes" })).toBe(
      'environments/dev.ts: enable_monitoring must be true or false, not "yes"',
    );
    expect(messageWith({ analytics_etl: { expected_dq_job_count: 1.5 } })).toBe(
      "environments/dev.ts: analytics_etl.expected_dq_job_count must be a whole number, not 1.5",
    );
    expect(messageWith({ analytics_etl: { expected_dq_job_count: -1 } })).toBe(
      "environments/dev.ts: analytics_etl.expected_dq_job_count must be at least 0, not -1",
    );
    expect(messageWith({ inferencing: { batch_vpc: { vpc_id: "vpc-01234567", subnet_ids: [] } } })).toBe(
      "environments/dev.ts: inferencing.batch_vpc.subnet_ids must have at least 1 entry, not 0",
    );
  });

  it("chooses what is not there to choose", () => {
    expect(messageWith({ ecr_attributes: { image_tag_mutability: "IMUTABLE" } })).toBe(
      'environments/dev.ts: ecr_attributes.image_tag_mutability must be one of the allowed values, not "IMUTABLE" (allowed: IMMUTABLE, MUTABLE); did you mean IMMUTABLE?',
    );
  });

  it("lacks its VPC", () => {
    expect(messageWith({ inferencing: {} })).toBe("environments/dev.ts: inferencing.batch_vpc is missing");
    expect(messageWith({ inferencing: { batch_vpc: { vpc_id: "vpc-01234567" } } })).toBe(
      "environments/dev.ts: inferencing.batch_vpc.subnet_ids is missing",
    );
  });

  it("sets a tag that follows from another setting", () => {
    expect(messageWith({ default_tags: { project: "x" } })).toContain("default_tags cannot set environment, project");
  });

  it.each(["cn-north-1", "cn-northwest-1"])("is in China: %s", (region) => {
    expect(messageWith({ region, use_case_name: "c" })).toMatch(
      /region cannot be a Region of China, not "cn-[a-z]+-1"; endpoints and service principals have other names there/,
    );
    expect(messageWith({ state_backend: { bucket: "states", region } })).toContain("state_backend.region cannot be");
  });

  const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, "x"]));

  it("has more tags of its own than a resource can have", () => {
    expect(Object.keys(settingsOf({ default_tags: tags(44) }).default_tags)).toHaveLength(46);
    expect(messageWith({ default_tags: tags(45) })).toContain(
      "default_tags has 47 tags with those of dapf, and 46 fit on a resource beside the others",
    );
  });

  it.each([
    [{ "": "x" }, 'has the key "": a key has 1 to 128 characters'],
    [{ ["x".repeat(129)]: "x" }, "a key has 1 to 128 characters"],
    [{ "a|b": "x" }, "must have only letters, digits, spaces and"],
    [{ Owner: "x", owner: "y" }, "has keys that IAM takes for one and the same: Owner, owner"],
    [{ Project: "x" }, "has keys that IAM takes for one and the same: Project"],
  ])("has tags that AWS refuses: %p", (default_tags, message) => {
    expect(messageWith({ default_tags })).toContain(message);
  });

  it("keeps logs for a time that CloudWatch Logs does not have", () => {
    expect(settingsOf({})).toMatchObject({ log_retention_days: 365 });
    expect([0, 1, 3653].map((days) => settingsOf({ log_retention_days: days }).log_retention_days)).toEqual([
      0, 1, 3653,
    ]);
    expect(messageWith({ log_retention_days: 10 })).toContain(
      "log_retention_days must be a number of days that CloudWatch Logs takes: 0, 1, 3, 5, 7, 14, 30,",
    );
  });

  it("names a key of the topic that is none", () => {
    expect(settingsOf({ kms_master_key_id: "alias/team" })).toMatchObject({ kms_master_key_id: "alias/team" });
    expect(messageWith({ kms_master_key_id: "team" })).toContain(
      "kms_master_key_id must be the id of a KMS key, alias/<name>, or the ARN of either",
    );
  });

  it("gives the gatekeeper files that a Python shell job does not get", () => {
    const given = { additional_arguments: { "--extra-files": "s3://b/k.json" } };
    expect(messageWith({ training: { gatekeeper_job_params: given } })).toContain(
      "training.gatekeeper_job_params.additional_arguments cannot have --extra-files",
    );
    expect(settingsOf({ training: { evaluation_job_params: given } }).training.evaluation_job_params).toMatchObject(
      given,
    );
  });

  it.each([
    [{ ["x".repeat(901)]: { value: "1" } }, "etl_ssm_params"],
    [{ limit: { value: "x".repeat(4097) } }, "etl_ssm_params.limit.value"],
    [
      { limit: { value: "{{ssm:other}}" } },
      "etl_ssm_params.limit.value cannot have {{..}}, which Parameter Store refuses",
    ],
  ])("has a parameter that Parameter Store refuses (%#)", (etl_ssm_params, message) => {
    expect(messageWith({ etl_ssm_params })).toContain(message);
  });

  it("has a database whose name is too long with the prefix before it", () => {
    const named = (length: number) => ({ athena_databases: { data_quality: {}, ["x".repeat(length)]: {} } });
    expect(Object.keys(settingsOf(named(234)).athena_databases)).toHaveLength(2);
    expect(messageWith(named(235))).toContain("athena_databases");
  });

  it("takes the data-quality database away", () => {
    expect(messageWith({ athena_databases: { monitoring: {} } })).toContain("must have a database data_quality");
  });

  it("names a role by its ARN where a name belongs", () => {
    const role = "arn:aws:iam::123456789012:role/processing";
    expect(messageWith({ sagemaker_processing_job_execution_role_name: role })).toContain("not its ARN");
  });

  it.each([null, undefined, 5, "text", [], () => 1])("is no object: %p", (input) => {
    expect(messageOf(input)).toMatch(/^environments\/dev\.ts: (must be an object|is missing)/);
  });
});
