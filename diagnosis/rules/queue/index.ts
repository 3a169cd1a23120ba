/** Why a job does not get as far as a machine, the likeliest first. */
import type { JobFacts } from "../../facts/job-facts";
import type { Rule } from "../../finding";
import { blocked } from "./blocked";
import { consumableBusy } from "./consumable-busy";
import { consumableExhausted } from "./consumable-exhausted";
import { consumableMissing } from "./consumable-missing";
import { dependencyFailed } from "./dependency-failed";
import { dependencyMissing } from "./dependency-missing";
import { dependencyOpen } from "./dependency-open";
import { environmentsDisabled } from "./environments-disabled";
import { environmentsInvalid } from "./environments-invalid";
import { environmentsMissing } from "./environments-missing";
import { noGpus } from "./no-gpus";
import { noInstanceType } from "./no-instance-type";
import { noLargeInstance } from "./no-large-instance";
import { nodesOnSpot } from "./nodes-on-spot";
import { queueGone } from "./queue-gone";
import { queueInvalid } from "./queue-invalid";
import { tooManyVcpus } from "./too-many-vcpus";
import { tooMuchMemory } from "./too-much-memory";

/** What a glance at the job itself shows. */
export const DEPENDENCY_RULES: readonly Rule<JobFacts>[] = [dependencyFailed, dependencyMissing, dependencyOpen];

/** What the queue and its compute environments show; what AWS Batch says itself comes after what is known in more detail. */
export const QUEUE_RULES: readonly Rule<JobFacts>[] = [
  queueGone,
  queueInvalid,
  environmentsMissing,
  environmentsDisabled,
  environmentsInvalid,
  noGpus,
  tooMuchMemory,
  tooManyVcpus,
  noLargeInstance,
  noInstanceType,
  nodesOnSpot,
  consumableMissing,
  consumableExhausted,
  blocked,
  consumableBusy,
];
