/** What the things are called that come with shared compute, whatever a file declares. */
export interface ComputeNames {
  /** The role with which Amazon ECS starts the containers: pulls images, reads secrets, writes logs. */
  readonly executionRole: string;
  /** Role and profile of the machines of compute environments that name none. */
  readonly instanceRole: string;
  /** The role of AWS Batch for environments of type UNMANAGED that name none. */
  readonly serviceRole: string;
  /** The role of Spot fleets, for environments with BEST_FIT that name none. */
  readonly spotFleetRole: string;
  /** Of jobs whose definitions say nothing of logs. */
  readonly logGroup: string;
  /** The policy of a team. */
  teamPolicy(team: string): string;
  /** The topic that tells a team of its failed jobs. */
  failureTopic(team: string): string;
  /** The rule for jobs of a team that keep others waiting. */
  blockedRule(team: string): string;
}

/** @param prefix of the environment */
export function computeNames(prefix: string): ComputeNames {
  const head = `${prefix}-dapf-compute`;
  return {
    executionRole: `${head}-execution`,
    instanceRole: `${head}-instance`,
    serviceRole: `${head}-service`,
    spotFleetRole: `${head}-spot-fleet`,
    logGroup: `${prefix}/batch/compute`,
    teamPolicy: (team) => `${head}-team-${team}`,
    failureTopic: (team) => `${head}-${team}-failures`,
    blockedRule: (team) => `${head}-${team}-blocked`,
  };
}
