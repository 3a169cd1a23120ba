/** Why a job that has its turn would not start, the likeliest first. */
import type { JobFacts } from "../../facts/job-facts";
import type { Rule } from "../../finding";
import { imageArchitecture } from "./image-architecture";
import { imageMissing } from "./image-missing";
import { imageTagMissing } from "./image-tag-missing";
import { instanceProfileMissing } from "./instance-profile-missing";
import { linkedRoleMissing } from "./linked-role-missing";
import { logGroupMissing } from "./log-group-missing";
import { noHttpsOut } from "./no-https-out";
import { noRoute } from "./no-route";
import { parameterMissing } from "./parameter-missing";
import { privateDnsOff } from "./private-dns-off";
import { quotaBelow } from "./quota-below";
import { roleMissing } from "./role-missing";
import { roleWithoutEcr } from "./role-without-ecr";
import { roleWithoutLogs } from "./role-without-logs";
import { roleWithoutSecrets } from "./role-without-secrets";
import { secretMissing } from "./secret-missing";
import { securityGroupMissing } from "./security-group-missing";
import { subnetMissing } from "./subnet-missing";

/** What the machines of a compute environment need to join their cluster. */
export const MACHINE_RULES: readonly Rule<JobFacts>[] = [
  instanceProfileMissing,
  subnetMissing,
  securityGroupMissing,
  noRoute,
  privateDnsOff,
  noHttpsOut,
];

/** What the account needs for there to be machines. */
export const ACCOUNT_RULES: readonly Rule<JobFacts>[] = [quotaBelow, linkedRoleMissing];

/** What a container needs on its machine. */
export const CONTAINER_RULES: readonly Rule<JobFacts>[] = [
  imageMissing,
  imageTagMissing,
  imageArchitecture,
  roleMissing,
  roleWithoutEcr,
  roleWithoutSecrets,
  roleWithoutLogs,
  secretMissing,
  parameterMissing,
  logGroupMissing,
];
