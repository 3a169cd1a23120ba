/** Where the jobs of a team write what they print. */
import { arnOf } from "../../aws/arns";
import { BATCH_LOGS } from "../../aws/log-groups";
import type { ComputeModel, TeamDeclaration } from "../../config/compute";
import { logPlaces } from "../../config/compute/members";

/**
 * The name of a stream begins with the prefix that the definition gives, or else with the name of the definition
 * (https://docs.aws.amazon.com/batch/latest/userguide/using_awslogs.html).
 *
 * @returns the ARNs of the streams of a team: in the group of shared compute and in that of AWS Batch those that begin as its
 *   definitions do; and those of declared definitions that have others
 */
export function streamsOf({ context, names, jobDefinitions }: ComputeModel, team: TeamDeclaration): string[] {
  const stream = (group: string, beginning: string, region = context.region) =>
    arnOf({ ...context, region }, "logs", `log-group:${group}:log-stream:${beginning}*`);
  const prefixes = team.request.jobDefinitionPrefixes;
  const usual = [names.logGroup, BATCH_LOGS].flatMap((group) => prefixes.map((prefix) => stream(group, prefix)));
  const declared = jobDefinitions
    .filter(({ teams }) => teams.includes(team.key))
    .flatMap(({ name, request }) =>
      logPlaces(request).map(({ group, region, streamPrefix }) =>
        stream(group ?? BATCH_LOGS, `${streamPrefix ?? name}/`, region),
      ),
    );
  const others = declared.filter((arn) => !usual.some((one) => arn.startsWith(one.slice(0, -1))));
  return [...new Set([...usual, ...others])];
}
