import { createHash } from "node:crypto";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { download } from "../download";
import { DownloadError, UntrustedDownloadError } from "../errors";
import { makeOnce } from "../make-once";
import type { Variables } from "../places";
import { downloadFolder, type FoundTerraform, TERRAFORM_VERSION } from "./find";
import { terraformPlatform } from "./platform";
import { RELEASE_KEY } from "./release-key";
import { checkSignature, type SigningKey, signingKey, SignatureProblem } from "./signature";

export interface ReleaseOptions {
  /** `DAPF_TERRAFORM_MIRROR`, the proxy and the place of the cache count. */
  readonly variables: Variables;
  /** Told what happens, a line each. */
  readonly tell: (line: string) => void;
  readonly signal?: AbortSignal;
  /** Of whoever signs the releases. @default HashiCorp's */
  readonly key?: SigningKey;
}

/** @returns the site that Terraform is downloaded from, without a slash at its end */
export function releaseSite({ DAPF_TERRAFORM_MIRROR: mirror }: Variables): string {
  return mirror === undefined || mirror === "" ? "https://releases.hashicorp.com" : mirror.replace(/\/+$/, "");
}

/**
 * Downloads Terraform into the cache, unless it is there. The checksum of the archive has to be in a list that HashiCorp has
 * signed, wherever both come from. Of several processes at once one downloads.
 *
 * @throws DownloadError, UntrustedDownloadError, LockedError, the signal's reason
 */
export async function downloadTerraform(options: ReleaseOptions): Promise<FoundTerraform> {
  const { variables, tell, signal } = options;
  const folder = downloadFolder(variables);
  await makeOnce({
    folder,
    what: `download of Terraform ${TERRAFORM_VERSION}`,
    tell,
    ...(signal === undefined ? {} : { signal }),
    make: async () => {
      const program = await programOf(options);
      const draft = join(folder, "terraform.new");
      writeFileSync(draft, program, { mode: 0o755 });
      renameSync(draft, join(folder, "terraform"));
      tell(`Terraform ${TERRAFORM_VERSION} is in ${folder}`);
    },
  });
  return { binary: join(folder, "terraform"), from: "cache" };
}

async function programOf({
  variables,
  tell,
  signal,
  key = signingKey(RELEASE_KEY),
}: ReleaseOptions): Promise<Uint8Array> {
  const base = `${releaseSite(variables)}/terraform/${TERRAFORM_VERSION}`;
  const name = `terraform_${TERRAFORM_VERSION}_${terraformPlatform(process.platform, process.arch)}.zip`;
  const from = { variables, ...(signal === undefined ? {} : { signal }) };
  tell(`Downloading Terraform ${TERRAFORM_VERSION} from ${releaseSite(variables)}`);
  const list = `${base}/terraform_${TERRAFORM_VERSION}_SHA256SUMS`;
  const sums = await download(list, from);
  // The signature by the key that HashiCorp uses since 2021, which older releases have, too.
  checkSigned(list, sums, await download(`${list}.72D7468F.sig`, from), key);
  const expected = checksumOf(sums.toString("utf8"), name);
  if (expected === undefined) throw new DownloadError(`${base}/${name}`, "there is no such release");
  const archive = await download(`${base}/${name}`, { ...from, onPart: inQuarters(tell) });
  if (createHash("sha256").update(archive).digest("hex") !== expected) {
    throw new UntrustedDownloadError(`${base}/${name}`, "its checksum is not the one that HashiCorp has signed");
  }
  const { terraform } = unzipSync(archive, { filter: (file) => file.name === "terraform" });
  if (terraform === undefined) throw new DownloadError(`${base}/${name}`, "there is no terraform in it");
  return terraform;
}

function checkSigned(url: string, sums: Buffer, signature: Buffer, key: SigningKey): void {
  try {
    checkSignature(sums, signature, key);
  } catch (error) {
    if (error instanceof SignatureProblem) throw new UntrustedDownloadError(url, error.message);
    throw error;
  }
}

/** @param sums lines of a checksum, two spaces and a name */
function checksumOf(sums: string, name: string): string | undefined {
  const line = sums.split("\n").find((one) => one.endsWith(`  ${name}`));
  return line === undefined ? undefined : /^[0-9a-f]{64}(?= {2})/.exec(line)?.[0];
}

function inQuarters(tell: (line: string) => void): (part: number) => void {
  let told = 0;
  return (part) => {
    const quarters = Math.floor(part * 4);
    if (quarters > told) tell(`Downloading Terraform: ${quarters * 25} %`);
    told = quarters;
  };
}
