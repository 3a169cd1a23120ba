/** What a team is told of its jobs, and in which words. */
import { queuesOf } from "../../../access/teams";
import type { ComputeModel, TeamDeclaration } from "../../../config/compute";
import { DETAIL_TYPES, JOB_PATHS, sentence, type Sentence, WHOLE_JOBS, whyCommand } from "../../policies/events";

/** Of the team's queues and with its tags. */
function jobsOf(model: ComputeModel, team: TeamDeclaration): object {
  return {
    jobQueue: queuesOf(model, team),
    tags: Object.fromEntries(Object.entries(team.tags).map(([key, value]) => [key, [value]])),
  };
}

/** @returns the pattern of an EventBridge rule on the default bus, which AWS Batch sends its events to: failed jobs of a team */
export function failurePattern(model: ComputeModel, team: TeamDeclaration): object {
  return {
    source: ["aws.batch"],
    "detail-type": [DETAIL_TYPES.container.state],
    detail: { status: ["FAILED"], ...jobsOf(model, team), ...WHOLE_JOBS },
  };
}

/** @returns as above, of jobs of a team that keep all others of their queue waiting */
export function blockingPattern(model: ComputeModel, team: TeamDeclaration): object {
  return { source: ["aws.batch"], "detail-type": [DETAIL_TYPES.container.blocked], detail: jobsOf(model, team) };
}

const PATHS = { ...JOB_PATHS, queue: "$.detail.jobQueue" };

/** @param environment its name, for the command to look further; undefined outside of dapf's own stacks */
export function failureSentence({ name }: TeamDeclaration, environment: string | undefined): Sentence {
  return sentence(
    PATHS,
    `The job <job> of team ${name} failed at <time> in the queue <queue>: <reason>. ` +
      `Why, and what to do: ${whyCommand("container", environment)}`,
  );
}

export function blockingSentence({ name }: TeamDeclaration, environment: string | undefined): Sentence {
  return sentence(
    PATHS,
    `The job <job> of team ${name} blocks the queue <queue> since <time>: <reason>. ` +
      `Why, and what to do: ${whyCommand("container", environment)}`,
  );
}
