/** Images in Amazon ECR. Source: Amazon ECR User Guide, "Amazon ECR private registries". */
import { arnOf } from "./arns";
import { type Place, placeIn } from "./place";

export interface EcrImage {
  readonly place: Place;
  readonly host: string;
  readonly repository: string;
  readonly repositoryArn: string;
  /** Tag or digest. */
  readonly version: string;
}

const IMAGE =
  /^(?<host>(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.[a-z.]+)\/(?<name>[^:@]+)[:@]?(?<version>.*)$/;

/** @returns undefined for an image of another registry */
export function ecrImageOf(image: string): EcrImage | undefined {
  const { host = "", account = "", region = "", name = "", version = "" } = IMAGE.exec(image)?.groups ?? {};
  if (name === "") return undefined;
  const place = placeIn(region, account);
  return {
    place,
    host,
    repository: name,
    repositoryArn: arnOf(place, "ecr", `repository/${name}`),
    version: version === "" ? "latest" : version,
  };
}
