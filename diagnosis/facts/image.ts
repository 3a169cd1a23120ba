import { ecrImageOf } from "../../aws/ecr-image";
import { mapped, type Seen, UNSEEN } from "../seen";
import type { Work } from "./gather-job";
import type { ImageFacts } from "./start-facts";

// Amazon ECR API Reference, BatchGetImage: without them an index is answered with one of its images.
const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** An image that is in ECR: 1 call. Of others nothing is known. */
export async function imageOf({ services, looks }: Work, name: string | undefined): Promise<Seen<ImageFacts>> {
  const image = ecrImageOf(name ?? "");
  if (image === undefined) return UNSEEN;
  const { place, repository: repositoryName, version } = image;
  const id = version.startsWith("sha256:") ? { imageDigest: version } : { imageTag: version };
  const look = { what: `image ${repositoryName}`, needs: "ecr:BatchGetImage", absent: ["RepositoryNotFoundException"] };
  const request = {
    registryId: place.account,
    repositoryName,
    imageIds: [id],
    acceptedMediaTypes: MANIFESTS,
  };
  const answer = await looks.at(look, () => services.ecr(place.region).call("BatchGetImage", request));
  return mapped(answer, ({ images = [] }) => ({
    image,
    isThere: images.length > 0,
    architectures: architecturesIn(images[0]?.imageManifest),
  }));
}

/** An index names them; of a single image only its configuration does, which is a download. */
function architecturesIn(manifest: string | undefined): string[] | undefined {
  if (manifest === undefined) return undefined;
  // Cast: the members of an image index (OCI Image Index Specification) that are read, each of which may be missing.
  const { manifests } = JSON.parse(manifest) as { manifests?: { platform?: { architecture?: string } }[] };
  const found = manifests?.flatMap(({ platform }) => platform?.architecture ?? []);
  // "unknown" is that of attestations (Docker, "Image attestation storage").
  const known = found?.filter((architecture) => architecture !== "unknown");
  return known?.length === 0 ? undefined : known;
}
