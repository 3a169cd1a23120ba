import * as fs from "node:fs";
import * as path from "node:path";
import { type Command, Option } from "commander";
import type { AccessPolicy, Grant, PolicyDocument, Scope } from "../../access";
import { type Purpose, PURPOSES } from "../../access/grant";
import { exitCodeHelp } from "../exit-codes";
import type { Host } from "../host";
import { printJson } from "../json-result";
import { type CommandContext, environmentOf } from "../stack-command";
import { UsageError } from "../usage-error";

interface Flags {
  readonly for?: Purpose;
  readonly boundary?: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

/** `dapf iam <env>` */
export function addIam(program: Command, { host }: CommandContext): void {
  program
    .command("iam <environment>")
    .summary("print the IAM policies of those who work with an environment")
    .description(
      "Prints what somebody needs who deploys, plans, runs, submits to or looks at an environment: an IAM policy with the\n" +
        "names of the environment in it. AWS is not asked. docs/security.md has the reason for each statement, and how\n" +
        "Terraform makes the roles (`access` in the environment).",
    )
    .addOption(new Option("--for <purpose>", "who it is for").choices([...PURPOSES]))
    .option("--boundary", "the policy that bounds what the platform's own roles may do (access.boundary)")
    .option("--out <folder>", "write it as files, none longer than a managed policy may be, and print their names")
    .option("--json", "print one JSON object: the policies, and each statement with its reason")
    .addHelpText(
      "after",
      `
Examples:
  dapf iam jenkins-pl --for deployer
  dapf iam uat --for planner --out policies      files for aws iam create-policy --policy-document file://...
  dapf iam production --for viewer --json        with the reason of each statement
  dapf iam production --boundary
${exitCodeHelp}`,
    )
    .action(async (name: string, flags: Flags) => print(host, name, flags));
}

async function print(host: Host, name: string, flags: Flags): Promise<void> {
  const access = await import("../../access");
  const { boundary, for: purpose } = flags;
  if ((boundary === true) === (purpose !== undefined)) {
    throw new UsageError(`Say who it is for (--for ${PURPOSES.join("|")}), or --boundary, and not both`);
  }
  const scope = access.scopeOf(environmentOf(host, name));
  if (purpose === undefined) {
    const document = access.boundaryFor(scope);
    return show(host, scope, flags, {
      grants: access.boundaryGrants(scope),
      document,
      policies: [{ name: access.boundaryName(scope.prefix), document }],
    });
  }
  const grants = access.grantsFor(scope, purpose);
  const policies = access.policiesFor(scope, purpose);
  show(host, scope, flags, { grants, document: access.documentOf(grants), policies });
}

interface Answer {
  readonly grants: readonly Grant[];
  /** All of it. */
  readonly document: PolicyDocument;
  /** The same in managed policies. */
  readonly policies: readonly AccessPolicy[];
}

function show(host: Host, scope: Scope, flags: Flags, { grants, document, policies }: Answer): void {
  const files = flags.out === undefined ? undefined : written(path.resolve(flags.out), policies);
  if (flags.json === true) {
    const { environment } = scope;
    return printJson(host.stdout, { environment, for: flags.for ?? "boundary", policies, statements: grants, files });
  }
  if (files !== undefined) return void host.stdout.write(files.map((file) => `${file}\n`).join(""));
  printJson(host.stdout, document);
  if (policies.length > 1) {
    host.stderr.write(
      `IAM takes at most 6,144 characters a managed policy: --out <folder> writes this as ${policies.length} policies\n`,
    );
  }
}

/** @returns the paths of the files */
function written(folder: string, policies: readonly AccessPolicy[]): string[] {
  fs.mkdirSync(folder, { recursive: true });
  return policies.map(({ name, document }) => {
    const file = path.join(folder, `${name}.json`);
    // As it is sent: white space does not count, but nobody has to rely on that.
    fs.writeFileSync(file, `${JSON.stringify(document)}\n`);
    return file;
  });
}
