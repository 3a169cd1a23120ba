import { defineEnvironment } from "../config/environment";
import { base } from "./_base";

/** The environment of the quick start: `npm start` deploys it to the embedded AWS. Its state stays in the clone. */
export default defineEnvironment({
  ...base,
  use_case_name: "jenkins",
  env: "pl",
  account_number: "731580992380",
  // Whoever subscribes to the topic is told; addresses of people belong here as `emails`.
  alerts: { enabled: true },
  training_queues: { path: "environments/jenkins-pl.queues.ts" },
  compute: { path: "environments/jenkins-pl.compute.ts" },
  step_function_settings: {
    repository: "proserve-india/projects/etip/maruti-modelops/template-bu-use-case-dapm-framework",
  },
});
