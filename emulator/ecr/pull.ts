/** Whether somebody may pull an image. Source: Amazon ECR User Guide, "IAM permissions to pull images", as ECS and SageMaker do. */
import type { Place } from "../../aws/place";
import { InternalCalls } from "../edge/internal-calls";
import type { Forward } from "../edge/messages";
import type { Authority } from "../iam/authority-types";
import type { Ask, Principal } from "../iam/model";
import { type EcrImage, ecrImageOf } from "../../aws/ecr-image";

export interface PullDenial {
  readonly image: EcrImage;
  /** Whether the registry gives no token; else it has given one, and the repository refuses. */
  readonly isOfRegistry: boolean;
  readonly sentence: string;
}

/**
 * Of an image that is not in a repository here nothing is known, and nothing is asked.
 *
 * @param forward - reaches moto
 * @param name - an image in any registry
 */
export async function askForPull(
  authority: Authority,
  forward: Forward,
  place: Place,
  principal: Principal,
  name: string,
): Promise<PullDenial | undefined> {
  const image = ecrImageOf(name);
  if (image === undefined) return undefined;
  const calls = new InternalCalls(forward, image.place);
  const target = "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories";
  const found = await calls.jsonAnswer("ecr", target, { repositoryNames: [image.repository] });
  if (found.status !== 200) return undefined;
  const token = await authority.denialOf(place, principal, [ask("GetAuthorizationToken", "*")]);
  if (token !== undefined) return { image, isOfRegistry: true, sentence: token };
  const pulls = ["BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer"];
  const asks = pulls.map((action) => ask(action, image.repositoryArn));
  const sentence = await authority.denialOf(image.place, principal, asks);
  return sentence === undefined ? undefined : { image, isOfRegistry: false, sentence };
}

function ask(action: string, resource: string): Ask {
  return { action: `ecr:${action}`, resource, context: new Map() };
}
