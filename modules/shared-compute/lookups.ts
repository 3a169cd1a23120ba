import { createHash } from "node:crypto";
import { DataAwsEfsFileSystem } from "@cdktf/provider-aws/lib/data-aws-efs-file-system";
import { DataAwsSecretsmanagerSecret } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret";
import type { Construct } from "constructs";

/** What definitions name that somebody else made, and whose ARN or id does not follow from its name. */
export class Lookups {
  private readonly secrets = new Map<string, DataAwsSecretsmanagerSecret>();
  private readonly fileSystems = new Map<string, DataAwsEfsFileSystem>();

  constructor(private readonly scope: Construct) {}

  /** Secrets Manager ends the ARN of a secret in six random characters. */
  secretArn(name: string): string {
    const make = () => new DataAwsSecretsmanagerSecret(this.scope, this.idOf("secret", name), { name });
    return once(this.secrets, name, make).arn;
  }

  /** @param name the value of its tag `Name` */
  fileSystemId(name: string): string {
    const make = () => new DataAwsEfsFileSystem(this.scope, this.idOf("file_system", name), { tags: { Name: name } });
    return once(this.fileSystems, name, make).fileSystemId;
  }

  /** Readable; with a digest only where another name reads the same. */
  private idOf(kind: string, name: string): string {
    const id = `${kind}_${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_")}`;
    if (this.scope.node.tryFindChild(id) === undefined) return id;
    return `${id}_${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
  }
}

function once<T>(known: Map<string, T>, name: string, make: () => T): T {
  const found = known.get(name) ?? make();
  known.set(name, found);
  return found;
}
