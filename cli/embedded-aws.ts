import type { Environment } from "../config/environment";
import type * as emulator from "../emulator";

/** The part of the emulator library that the commands use; loaded only by those that need it. */
export type EmbeddedAws = Pick<
  typeof emulator,
  | "announceUse"
  | "startProblem"
  | "up"
  | "down"
  | "status"
  | "findRunning"
  | "settle"
  | "withEmulator"
  | "seedVpc"
  | "logs"
  | "followLogs"
  | "reclaim"
  | "simulate"
  | "simulations"
  | "iamReport"
  | "resetIamReport"
  | "leastPrivilege"
> &
  Pick<typeof emulator, "clientEnvironment" | "appliedTo" | "exportLines" | "DEFAULT_ACCOUNT" | "MOST_CHARACTERS">;

/**
 * Makes sure that the account of an environment holds the VPC that the environment names by its ids; one that is looked
 * up by tags is there from the start.
 */
export async function seedFor(aws: EmbeddedAws, endpoint: string, environment: Environment): Promise<void> {
  const { account_number: account, region, inferencing } = environment.settings;
  const vpc = inferencing.batch_vpc;
  if (!("vpc_id" in vpc)) return;
  await aws.seedVpc(endpoint, { account, region, vpcId: vpc.vpc_id, subnetIds: vpc.subnet_ids });
}
