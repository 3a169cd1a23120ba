import { defineEnvironment } from "../config/environment";
import { base } from "./_base";

/** Deployed from the branch `production`. Nothing that holds data goes away with a `destroy`. */
export default defineEnvironment({
  ...base,
  use_case_name: "demand",
  env: "prod",
  account_number: "333333333333",
  state_backend: { bucket: "example-dapf-state-production" },
  ddb_params: { ddb_delete_protection: true },
  s3_configs: { force_destroy: false },
  ecr_attributes: { force_delete: false },
});
