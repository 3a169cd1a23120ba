import { defineEnvironment } from "../config/environment";
import { base } from "./_base";

/** Deployed from the branch `main`. */
export default defineEnvironment({
  ...base,
  use_case_name: "demand",
  env: "dev",
  account_number: "111111111111",
  state_backend: { bucket: "example-dapf-state-dev" },
});
