import { ConfigError } from "../../../config/errors";
import { annotations, etlRepository, synthesizeEtl } from "./support";

const definitions = { jobs: { load: { file_name: "load.py", role_arn: "arn:aws:iam::123456789012:role/etl" } } };
const script = { "analytics-etl/load.py": "print('load')\n" };

function resources(options: Parameters<typeof etlRepository>[1] = { files: script }) {
  return synthesizeEtl(etlRepository(definitions, options)).etl.resource ?? {};
}

afterEach(() => {
  delete process.env.DAPF_STRICT;
});

test("the bucket is encrypted with the environment's key, versioned, private, and reached over TLS 1.2 only", () => {
  const found = resources();

  expect(found.aws_s3_bucket?.bucket).toMatchObject({
    bucket: "churn-dev-euwest1-analytics-etl",
    force_destroy: true,
    server_side_encryption_configuration: {
      rule: {
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: "${var.common_aws_kms_key_key_arn}",
        },
      },
    },
  });
  expect(found.aws_s3_bucket_versioning?.bucket_versioning?.versioning_configuration).toEqual({ status: "Enabled" });
  expect(found.aws_s3_bucket_public_access_block?.bucket_public_access_block).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  const policy = JSON.parse(String(found.aws_s3_bucket?.bucket?.policy)) as {
    Statement: { Effect: string; Condition: unknown }[];
  };
  expect(policy.Statement.map(({ Effect, Condition }) => ({ Effect, Condition }))).toEqual([
    { Effect: "Deny", Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
    { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } },
  ]);
});

test("an environment decides whether its data goes away with a destroy", () => {
  const found = resources({ files: script, settings: { s3_configs: { force_destroy: false } } });

  expect(found.aws_s3_bucket?.bucket?.force_destroy).toBe(false);
  expect(found.aws_athena_database?.data_quality?.force_destroy).toBe(false);
});

test("databases are named without hyphens and encrypted", () => {
  const { aws_athena_database: databases } = resources();

  expect(Object.keys(databases ?? {})).toEqual(["data_quality", "monitoring", "operations"]);
  expect(databases?.data_quality).toMatchObject({
    name: "churn_dev_euwest1_data_quality",
    bucket: "${aws_s3_bucket.bucket.bucket}",
    encryption_configuration: { encryption_option: "SSE_S3" },
  });
});

test("the parameters are the expected count and those of the environment", () => {
  const settings = { etl_ssm_params: { source: { value: "erp", description: "Where the data is from" } } };
  const { aws_ssm_parameter: parameters } = resources({ files: script, settings });

  expect(parameters?.expected_dq_job_cnt).toMatchObject({
    name: "/churn-dev-euwest1-dapf-ssm/analytics-etl/expected_dq_job_cnt",
    type: "String",
    insecure_value: "1",
  });
  expect(parameters?.source).toMatchObject({
    name: "/churn-dev-euwest1-dapf-ssm/analytics-etl/source",
    insecure_value: "erp",
    description: "Where the data is from",
  });
});

test("the environment cannot take the name of the expected count for a parameter of its own", () => {
  const settings = { etl_ssm_params: { expected_dq_job_cnt: { value: "3" } } };

  expect(() => resources({ settings })).toThrow(/etl_ssm_params cannot have expected_dq_job_cnt/);
});

test("scripts beside the configuration and everything under utils_path are uploaded", () => {
  const { aws_s3_object: objects } = resources({
    files: {
      ...script,
      "analytics-etl/notes.md": "not a script",
      "analytics-etl/old/load.py": "not beside the configuration",
      "utils/io/read.py": "",
      "utils/words.json": "{}",
      "utils/__pycache__/read.cpython-311.pyc": "",
    },
  });

  expect(Object.fromEntries(Object.entries(objects ?? {}).map(([id, { key }]) => [id, key]))).toEqual({
    "script--load_py": "src/python/analytics-etl/load.py",
    "utils--io--read_py": "src/python/utils/io/read.py",
    "utils--words_json": "src/python/utils/words.json",
  });
  expect(objects?.["script--load_py"]?.source).toBe("${path.root}/assets/c57d34cc4826defb0980d048ac357e23-load.py");
  // md5sum of the script
  expect(objects?.["script--load_py"]?.source_hash).toBe("c57d34cc4826defb0980d048ac357e23");
});

test("two scripts of the same name in two configuration folders are an error", () => {
  const root = etlRepository(definitions, {
    settings: {
      analytics_etl: {
        expected_dq_job_count: 1,
        glue_config_paths: ["analytics-etl/glue_jobs.config.json", "more/glue_jobs.config.json"],
      },
    },
    files: { ...script, "more/load.py": "", "more/glue_jobs.config.json": "{}" },
  });

  expect(() => synthesizeEtl(root)).toThrow(ConfigError);
  expect(() => synthesizeEtl(root)).toThrow(/analytics-etl\/load\.py, more\/load\.py/);
});

test("jobs without a script are listed in one warning, each with the nearest file", () => {
  const { root } = synthesizeEtl(etlRepository(definitions, { files: { "analytics-etl/laod.py": "" } }));

  expect(annotations(root)).toEqual([{ level: "warn", message: expect.stringMatching(/load: load\.py; .*laod\.py/) }]);
});

test("jobs without a script are an error when synthesis is strict", () => {
  process.env.DAPF_STRICT = "1";

  expect(() => synthesizeEtl(etlRepository(definitions))).toThrow(/load: load\.py/);
});

test("a repository that has everything gives no warning", () => {
  expect(annotations(synthesizeEtl(etlRepository(definitions, { files: script })).root)).toEqual([]);
});
