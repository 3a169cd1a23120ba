/** How a job stands with which nothing is wrong. */
import type { JobFacts } from "../../facts/job-facts";
import type { Rule } from "../../finding";
import { arrayChild } from "./array-child";
import { behindStuck } from "./behind-stuck";
import { itsTurn } from "./its-turn";
import { justSubmitted } from "./just-submitted";
import { succeeded } from "./succeeded";
import { underWay } from "./under-way";

export const COURSE_RULES: readonly Rule<JobFacts>[] = [
  behindStuck,
  justSubmitted,
  itsTurn,
  underWay,
  succeeded,
  arrayChild,
];
