import { defineEnvironment } from "../config/environment";
import { base } from "./_base";

/** Deployed from the branch `uat`. */
export default defineEnvironment({
  ...base,
  use_case_name: "demand",
  env: "uat",
  account_number: "222222222222",
  state_backend: { bucket: "example-dapf-state-uat" },
});
