import * as path from "node:path";
import { LocalBackend, S3Backend, type TerraformBackend } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { stateFileName, stateKey } from "../../config/state-key";

export interface StateBackendProps {
  readonly environment: Environment;
  /** Whether the stack is for the embedded AWS; its state must never mix with that of a real account. */
  readonly embedded: boolean;
  /** Absolute path of the folder that Terraform runs in. */
  readonly workingDirectory: string;
}

/**
 * Where the Terraform state of an environment lives: in S3, encrypted and with a lock file, when the environment names
 * a bucket; else in the clone. Local paths are relative to the working directory, so that every clone synthesizes the
 * same bytes.
 */
export function stateBackend(scope: Construct, props: StateBackendProps): TerraformBackend {
  const { environment, embedded, workingDirectory } = props;
  const { root, settings } = environment;
  const local = (folder: string) => {
    const file = path.join(root, folder, stateFileName(environment));
    return new LocalBackend(scope, { path: path.relative(workingDirectory, file).split(path.sep).join("/") });
  };
  if (embedded) return local(".dapf/local");
  const remote = settings.state_backend;
  if (remote === undefined) return local("");

  const backend = new S3Backend(scope, {
    bucket: remote.bucket,
    key: stateKey(environment),
    region: remote.region ?? settings.region,
    encrypt: true,
    ...(remote.kms_key_id === undefined ? {} : { kmsKeyId: remote.kms_key_id }),
  });
  // Terraform 1.10 locks with an object beside the state; CDKTF 0.21 has no property for it yet.
  backend.addOverride("use_lockfile", true);
  return backend;
}
