import * as fairShare from "../../declarations/rules/fair-share";
import * as every from "../../declarations/rules/general";
import * as ofQueues from "../../declarations/rules/queues";
import * as capacity from "./capacity";
import * as definitions from "./definitions";
import * as environments from "./environments";
import * as fargate from "./fargate";
import * as general from "./general";
import * as instances from "./instances";
import * as template from "./launch-template";
import * as queues from "./queues";
import * as roles from "./roles";
import type { Rule } from "./rule";
import * as teams from "./teams";

export type { Rule } from "./rule";

/** Every rule, in the order of docs/compute-declarations.md. Those of definitions alone are in `config/containers`. */
export const RULES: readonly Rule[] = [
  general.names,
  general.uniqueNames,
  general.links,
  every.tags,
  general.regionalQuotas,
  general.unused,
  environments.managedResources,
  environments.vcpus,
  environments.enabledAtFirst,
  environments.oneNetwork,
  environments.roleArns,
  instances.instanceTypes,
  instances.oneArchitecture,
  instances.allocationStrategy,
  instances.bidPercentage,
  instances.spotOnly,
  instances.images,
  instances.instanceTags,
  instances.scaleDownDelay,
  template.launchTemplate,
  template.overrideTargets,
  fargate.withoutInstances,
  fargate.fargateNetwork,
  fairShare.shareDecay,
  fairShare.computeReservation,
  fairShare.shareDistributionSize,
  fairShare.shareIdentifier,
  fairShare.overlappingShares,
  fairShare.weightFactor,
  ofQueues.queuePriority,
  queues.environmentCount,
  queues.environmentOrder,
  queues.oneKind,
  queues.queueArchitecture,
  queues.reservedOfUnmanaged,
  ofQueues.timeLimitSeconds,
  ofQueues.repeatedTimeLimit,
  definitions.onEcs,
  definitions.declaredRoles,
  roles.roleNames,
  roles.rolesApart,
  roles.usedRoles,
  teams.teamNames,
  teams.teamsApart,
  teams.teamRoles,
  teams.sharesWanted,
  teams.sharesWithEffect,
  teams.sharesApart,
  teams.sharesOfPolicy,
  teams.tagsApart,
  teams.listenersHere,
  teams.fewListeners,
  teams.prefixesApart,
  teams.prefixesInUse,
  capacity.fits,
  capacity.teamLimits,
];
