/**
 * In what words a container that cannot start says so. Sources: Amazon ECS Developer Guide, "Stopped tasks error messages" and
 * "CannotPullContainer task errors in Amazon ECS"; those of EC2 are the container agent's.
 */
import type { EcrImage } from "../../../../aws/ecr-image";
import type { NotStarted } from "./needs";

const NOT_STARTED = "Task failed to start";

/** The task does not get as far as its container. */
const ofTask = (statusReason: string): NotStarted => ({ statusReason, reason: undefined });
const ofContainer = (reason: string): NotStarted => ({ statusReason: NOT_STARTED, reason });

export function roleRefused(roleArn: string): NotStarted {
  return ofTask(
    `ECS was unable to assume the role '${roleArn}' that was provided for this task. Please verify that the role being ` +
      "passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.",
  );
}

export function noTokenOfRegistry(isOnFargate: boolean, sentence: string): NotStarted {
  return isOnFargate
    ? ofTask(unableToPull("unable to retrieve ecr registry auth", `AccessDeniedException: ${sentence}`))
    : ofContainer(`CannotPullECRContainerError: AccessDeniedException: ${sentence}`);
}

export function imageDenied(isOnFargate: boolean, image: EcrImage, sentence: string): NotStarted {
  const name = `${image.host}/${image.repository}`;
  return ofContainer(
    isOnFargate
      ? `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${name}:${image.version}: ` +
          `pulling from host ${image.host} failed with status code [manifests ${image.version}]: 403 Forbidden: ${sentence}`
      : `CannotPullContainerError: Error response from daemon: pull access denied for ${name}, repository does not exist or ` +
          `may require 'docker login': denied: ${sentence}`,
  );
}

/** @param code - of the error, such as `AccessDeniedException` */
export function secretUnreadable(isOnFargate: boolean, valueFrom: string, code: string, sentence: string): NotStarted {
  const isSecret = valueFrom.includes(":secretsmanager:");
  const error = `${code}: ${sentence}`;
  if (!isOnFargate) {
    const from = isSecret ? "AWS Secrets Manager" : "SSM Parameter Store";
    return ofTask(`Fetching secret data from ${from}: secret ${valueFrom}: ${error}`);
  }
  return isSecret
    ? ofTask(
        unableToPull(
          "unable to retrieve secret from asm",
          `failed to fetch secret ${valueFrom} from secrets manager: ${error}`,
        ),
      )
    : ofTask(unableToPull("unable to retrieve secrets from ssm", error));
}

/** @param code - of the error, such as `AccessDeniedException` */
export function noLog(isOnFargate: boolean, code: string, sentence: string): NotStarted {
  const error = `failed to create Cloudwatch log stream: ${code}: ${sentence}`;
  return isOnFargate
    ? ofTask(
        `ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: ${error} : exit status 1`,
      )
    : ofContainer(
        `CannotStartContainerError: Error response from daemon: failed to initialize logging driver: ${error}`,
      );
}

function unableToPull(what: string, error: string): string {
  const execution = "unable to pull secrets or registry auth: execution resource retrieval failed";
  return `ResourceInitializationError: ${execution}: ${what}: service call has been retried 1 time(s): ${error}`;
}
