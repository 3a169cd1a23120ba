import type { Grant } from "../grant";
import type { Scope } from "../scope";
import { readAlerts, writeAlerts } from "./alerts";
import { readCloudControl, writeCloudControl } from "./cloud-control";
import { readCompute, writeCompute } from "./compute";
import { lookForJobs } from "./held-jobs";
import { readKey, writeKey } from "./key";
import { readMessages, writeMessages } from "./messages";
import { readNetwork, writeNetwork } from "./network";
import { readTrainingQueues, writeTrainingQueues } from "./queues";
import { readRegistry, writeRegistry } from "./registry";
import { readRoles, writeRoles } from "./roles";
import { readSharedCompute, writeSharedCompute } from "./shared-compute";
import { stateGrants } from "./state";
import { readStorage, writeStorage } from "./storage";

export { stateGrants } from "./state";

/** What `dapf plan` needs: to read all that Terraform manages, and the state with its lock. */
export const plannerGrants = (scope: Scope): Grant[] => [...stateGrants(scope, "lock"), ...reads(scope)];

/** What `dapf deploy` and `dapf destroy` need. */
export const deployerGrants = (scope: Scope): Grant[] => [
  ...stateGrants(scope, "write"),
  ...reads(scope),
  ...writeStorage(scope),
  ...writeCompute(scope),
  ...writeCloudControl(scope),
  ...writeTrainingQueues(scope),
  ...writeSharedCompute(scope),
  ...writeNetwork(scope),
  ...writeRegistry(scope),
  ...writeMessages(scope),
  ...writeAlerts(scope),
  ...writeKey(scope),
  ...writeRoles(scope),
];

const reads = (scope: Scope): Grant[] => [
  ...lookForJobs(scope),
  ...readStorage(scope),
  ...readCompute(scope),
  ...readCloudControl(scope),
  ...readTrainingQueues(scope),
  ...readSharedCompute(scope),
  ...readNetwork(scope),
  ...readRegistry(scope),
  ...readMessages(scope),
  ...readAlerts(scope),
  ...readKey(scope),
  ...readRoles(scope),
];
