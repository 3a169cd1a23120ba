/** Why a job has failed, the most particular cause first: the first one that fits is told. */
import type { JobFacts } from "../../facts/job-facts";
import type { Rule } from "../../finding";
import { commandMissing } from "./command-missing";
import { endedByHand } from "./ended-by-hand";
import { exitCode } from "./exit-code";
import { hostGone } from "./host-gone";
import { killed } from "./killed";
import { logRefused } from "./log-refused";
import { notStarted } from "./not-started";
import { outOfMemory } from "./out-of-memory";
import { overridesTooLong } from "./overrides-too-long";
import { pullArchitecture } from "./pull-architecture";
import { pullDenied } from "./pull-denied";
import { pullDiskFull } from "./pull-disk-full";
import { pullLimited } from "./pull-limited";
import { pullNotFound } from "./pull-not-found";
import { pullTimedOut } from "./pull-timed-out";
import { registryUnreached } from "./registry-unreached";
import { roleRefused } from "./role-refused";
import { secretUnread } from "./secret-unread";
import { timeLimit } from "./time-limit";
import { timedOut } from "./timed-out";
import { unexplained } from "./unexplained";
import { wrongArchitecture } from "./wrong-architecture";

export const FAILURE_RULES: readonly Rule<JobFacts>[] = [
  timeLimit,
  endedByHand,
  timedOut,
  hostGone,
  outOfMemory,
  roleRefused,
  pullArchitecture,
  pullLimited,
  pullTimedOut,
  pullNotFound,
  secretUnread,
  logRefused,
  registryUnreached,
  pullDenied,
  pullDiskFull,
  wrongArchitecture,
  commandMissing,
  overridesTooLong,
  killed,
  notStarted,
  exitCode,
  unexplained,
];
