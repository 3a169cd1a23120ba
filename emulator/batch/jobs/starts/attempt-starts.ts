/**
 * What ECS does before a container starts, and as whom: it takes the roles, looks for the image, reads the secrets and makes the
 * log stream. Sources: Amazon ECS Developer Guide, "Amazon ECS task execution IAM role", "Amazon ECS task IAM role" and "Amazon ECS
 * container instance IAM role".
 */
import { iamArn } from "../../../../aws/arns";
import { type Place, placeIn } from "../../../../aws/place";
import { askForPull } from "../../../ecr/pull";
import { InternalCalls } from "../../../edge/internal-calls";
import { type Forward, jsonAnswer } from "../../../edge/messages";
import { InternalCallError } from "../../../errors";
import { type Authority, type RoleCredentials, RoleRefusal } from "../../../iam/authority-types";
import type { Principal } from "../../../iam/model";
import { instanceRoleOf } from "./instance-role";
import type { Needs, NotStarted } from "./needs";
import { valueOf } from "./secrets";
import { imageDenied, noLog, noTokenOfRegistry, roleRefused } from "./words";

const TASKS = "ecs-tasks.amazonaws.com";

/** A container that can start. */
export interface Ready {
  /** Who it is; absent: nobody, or nothing asks. */
  readonly credentials: RoleCredentials | undefined;
  /** Variables of its secrets. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Whether what it prints may be written. */
  readonly hasLog: boolean;
}

export type Start = Ready | { readonly notStarted: NotStarted };

/** Thrown for what keeps a container from starting. */
class Obstacle extends Error {
  constructor(readonly notStarted: NotStarted) {
    super(notStarted.reason ?? notStarted.statusReason);
  }
}

export class AttemptStarts {
  /** @param forward - reaches moto */
  constructor(
    private readonly authority: Authority,
    private readonly forward: Forward,
  ) {}

  /** Prepares an attempt; never rejects for what AWS would tell of the job. */
  async prepare(place: Place, needs: Needs): Promise<Start> {
    try {
      return await this.ready(place, needs);
    } catch (error) {
      if (error instanceof Obstacle) return { notStarted: error.notStarted };
      throw error;
    }
  }

  private async ready(place: Place, needs: Needs): Promise<Ready> {
    const { executionRoleArn, jobRoleArn, isCaller } = needs;
    const instance = await this.instance(place, needs);
    const execution = executionRoleArn === undefined ? instance : await this.take(place, needs, executionRoleArn);
    // A role of a container that never calls is not missed.
    const job = jobRoleArn === undefined ? instance : isCaller ? await this.take(place, needs, jobRoleArn) : undefined;
    const credentials = job ?? (isCaller ? this.accountKeys(place) : undefined);
    if (execution === undefined) {
      await this.requireLogGroup(place, needs);
      return { credentials, secrets: {}, hasLog: true };
    }
    const { principal } = execution;
    await this.pull(place, principal, needs);
    const secrets = await this.read(place, principal, needs);
    const hasLog = await this.mayLog(place, principal, needs);
    await this.requireLogGroup(place, needs);
    return { credentials, secrets, hasLog };
  }

  /** Where nothing is denied, a container without a role calls all the same. */
  private accountKeys({ account, partition }: Place): RoleCredentials | undefined {
    if (this.authority.mode === "enforce") return undefined;
    const principal: Principal = { kind: "root", account, arn: iamArn({ partition, account }, "root") };
    return { accessKeyId: account, secretAccessKey: "test", sessionToken: undefined, principal };
  }

  /** A container without a role has those of its machine (Amazon ECS Developer Guide, "Amazon ECS container instance IAM role"). */
  private async instance(place: Place, needs: Needs): Promise<RoleCredentials | undefined> {
    const { instanceProfile, executionRoleArn, jobRoleArn, isOnFargate } = needs;
    if (isOnFargate || instanceProfile === undefined) return undefined;
    if (executionRoleArn !== undefined && jobRoleArn !== undefined) return undefined;
    const calls = new InternalCalls(this.forward, place);
    // On AWS no machine would start without; here none has to.
    const roleArn = await instanceRoleOf(instanceProfile, calls);
    if (roleArn === undefined) return undefined;
    const sessionName = `i-${taskIdOf(needs).slice(0, 17)}`;
    try {
      return await this.authority.assume(place, { service: "ec2.amazonaws.com", roleArn, sessionName });
    } catch (error) {
      if (error instanceof RoleRefusal) return undefined;
      throw error;
    }
  }

  private async take(place: Place, needs: Needs, roleArn: string): Promise<RoleCredentials> {
    const want = { service: TASKS, roleArn, sessionName: taskIdOf(needs), sourceArn: needs.taskArn };
    try {
      return await this.authority.assume(place, want);
    } catch (error) {
      if (error instanceof RoleRefusal) throw new Obstacle(roleRefused(roleArn));
      throw error;
    }
  }

  private async pull(place: Place, principal: Principal, { image, isOnFargate }: Needs): Promise<void> {
    const denial = await askForPull(this.authority, this.forward, place, principal, image);
    if (denial === undefined) return;
    const { isOfRegistry, sentence } = denial;
    throw new Obstacle(
      isOfRegistry ? noTokenOfRegistry(isOnFargate, sentence) : imageDenied(isOnFargate, denial.image, sentence),
    );
  }

  private async read(place: Place, principal: Principal, needs: Needs): Promise<Record<string, string>> {
    const calls = new InternalCalls(this.authority.callingAs(principal, this.forward), place);
    const values: Record<string, string> = {};
    for (const secret of needs.secrets) {
      const found = await valueOf(secret, needs.isOnFargate, calls);
      if ("notStarted" in found) throw new Obstacle(found.notStarted);
      values[secret.name] = found.value;
    }
    return values;
  }

  /** Asks as the log driver will, without writing: of most jobs nobody reads the log. */
  private async mayLog({ account, region }: Place, principal: Principal, needs: Needs): Promise<boolean> {
    if (needs.log === undefined) return true;
    const { group: logGroupName, stream: logStreamName, region: ofLog = region } = needs.log;
    const answered: Forward = () => Promise.resolve(jsonAnswer({}));
    const asked = new InternalCalls(this.authority.callingAs(principal, answered), placeIn(ofLog, account));
    const call = (operation: string, more: object = {}) =>
      asked.json("logs", `Logs_20140328.${operation}`, { logGroupName, logStreamName, ...more });
    await call("CreateLogStream").catch((error: unknown) => {
      throw error instanceof InternalCallError
        ? new Obstacle(noLog(needs.isOnFargate, "AccessDeniedException", error.said))
        : error;
    });
    return call("PutLogEvents", { logEvents: [] }).then(
      () => true,
      () => false,
    );
  }

  /**
   * The log driver ends with an error where the group is not there, unless `awslogs-create-group` is `true`; it is `false` where
   * nothing is said (https://docs.docker.com/engine/logging/drivers/awslogs/, awslogs-create-group; AWS Batch User Guide, "Use the
   * awslogs log driver").
   */
  private async requireLogGroup({ account, region }: Place, needs: Needs): Promise<void> {
    if (needs.log === undefined || needs.makesLogGroup) return;
    const { group: logGroupNamePrefix, region: ofLog = region } = needs.log;
    const calls = new InternalCalls(this.forward, placeIn(ofLog, account));
    const found = await calls.json<{ logGroups?: { logGroupName: string }[] }>(
      "logs",
      "Logs_20140328.DescribeLogGroups",
      { logGroupNamePrefix },
    );
    if ((found.logGroups ?? []).some(({ logGroupName }) => logGroupName === logGroupNamePrefix)) return;
    const sentence = "The specified log group does not exist.";
    throw new Obstacle(noLog(needs.isOnFargate, "ResourceNotFoundException", sentence));
  }
}

function taskIdOf({ taskArn }: Needs): string {
  return taskArn.split("/").at(-1) ?? "";
}
