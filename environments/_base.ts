import type { EnvironmentInput } from "../config/environment";

/** What the environments of this repository share. A file whose name begins with `_` is no environment itself. */
export const base = {
  region: "ap-south-1",
  repo_url: "https://github.com/example/dapf",
  mapping_json_path: "model/common/mapping.json",
  inferencing: {
    // Looked up by tag, so that no id of an account stands here; `dapf local up` makes a VPC with this tag.
    batch_vpc: {
      vpc_tags: { Name: "dapf-batch-inferencing" },
      subnet_tags: { Name: "dapf-batch-inferencing" },
    },
  },
  analytics_etl: {
    expected_dq_job_count: 2,
    glue_config_paths: ["analytics-etl/glue_jobs.config.json", "analytics-etl/glue_wf.config.json"],
  },
} satisfies Partial<EnvironmentInput>;
