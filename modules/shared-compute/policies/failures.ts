/** What a team is told of its jobs, and in which words. */
import { queuesOf } from "../../../access/teams";
import type { ComputeModel, TeamDeclaration } from "../../../config/compute";
import { eventPatterns } from "../../policies/event-patterns";
import { DETAIL_TYPES, sentence, type Sentence, WHOLE_JOBS, whyCommand } from "../../policies/events";

/** With the tags of the team. */
function jobsOf(team: TeamDeclaration, jobQueue: readonly string[]): object {
  return { jobQueue, tags: Object.fromEntries(Object.entries(team.tags).map(([key, value]) => [key, [value]])) };
}

/**
 * @returns patterns of EventBridge rules on the default bus, which AWS Batch sends its events to: failed jobs of a team in its
 *   queues
 */
export function failurePatterns(model: ComputeModel, team: TeamDeclaration): string[] {
  return eventPatterns(queuesOf(model, team), (queues) => ({
    source: ["aws.batch"],
    "detail-type": [DETAIL_TYPES.container.state],
    detail: { status: ["FAILED"], ...jobsOf(team, queues), ...WHOLE_JOBS },
  }));
}

/** @returns as above, of jobs of a team that keep all others of their queue waiting */
export function blockingPatterns(model: ComputeModel, team: TeamDeclaration): string[] {
  return eventPatterns(queuesOf(model, team), (queues) => ({
    source: ["aws.batch"],
    "detail-type": [DETAIL_TYPES.container.blocked],
    detail: jobsOf(team, queues),
  }));
}

/** @param environment its name, for the command to look further; undefined outside of dapf's own stacks */
export function failureSentence({ name }: TeamDeclaration, environment: string | undefined): Sentence {
  return sentence(
    `The job <job> of team ${name} failed at <time> in the queue <queue>. ` +
      `Why, and what to do: ${whyCommand("container", environment)}`,
  );
}

export function blockingSentence({ name }: TeamDeclaration, environment: string | undefined): Sentence {
  return sentence(
    `The job <job> of team ${name} blocks the queue <queue> since <time>. ` +
      `Why, and what to do: ${whyCommand("container", environment)}`,
  );
}
