import * as fs from "node:fs";
import * as path from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { AccessPolicy, Grant, PolicyDocument } from "../../access";
import { type Purpose, PURPOSES } from "../../access/grant";
import type { Environment } from "../../config/environment";
import { exitCodeHelp } from "../exit-codes";
import type { Host } from "../host";
import { printJson } from "../json-result";
import { type CommandContext, environmentOf } from "../stack-command";
import { UsageError } from "../usage-error";

interface Flags {
  readonly for?: Purpose | Team;
  readonly boundary?: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

/** Of shared compute. */
type Team = `team:${string}`;

const isTeam = (text: string): text is Team => text.startsWith("team:");

/** `dapf iam <env>` */
export function addIam(program: Command, { host }: CommandContext): void {
  program
    .command("iam <environment>")
    .summary("print the IAM policies of those who work with an environment")
    .description(
      "Prints what somebody needs who deploys, plans, runs, submits to or looks at an environment, or a team that shares its\n" +
        "compute: an IAM policy with the names of the environment in it. AWS is not asked. docs/security.md has the reason for\n" +
        "each statement, and how Terraform makes the roles (`access` in the environment) and the policies of teams.",
    )
    .addOption(
      new Option("--for <purpose>", "who it is for, or team:<name>").choices([...PURPOSES]).argParser(purposeOf),
    )
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
  dapf iam jenkins-pl --for team:ml              a team of environments/jenkins-pl.compute.ts
  dapf iam production --boundary
${exitCodeHelp}`,
    )
    .action(async (name: string, flags: Flags) => print(host, name, flags));
}

function purposeOf(text: string): Purpose | Team {
  const purpose = PURPOSES.find((one) => one === text);
  if (purpose !== undefined) return purpose;
  if (isTeam(text)) return text;
  throw new InvalidArgumentError(`Allowed choices are ${PURPOSES.join(", ")}, team:<name>.`);
}

async function print(host: Host, name: string, flags: Flags): Promise<void> {
  const access = await import("../../access");
  const { boundary, for: purpose } = flags;
  if ((boundary === true) === (purpose !== undefined)) {
    throw new UsageError(`Say who it is for (--for ${PURPOSES.join("|")}|team:<name>), or --boundary, and not both`);
  }
  const environment = environmentOf(host, name);
  if (purpose !== undefined && isTeam(purpose)) {
    return show(host, environment.name, flags, await teamAnswer(environment, purpose.slice("team:".length)));
  }
  const scope = access.scopeOf(environment);
  if (purpose === undefined) {
    const document = access.boundaryFor(scope);
    return show(host, environment.name, flags, {
      grants: access.boundaryGrants(scope),
      document,
      policies: [{ name: access.boundaryName(scope.prefix), document }],
    });
  }
  const grants = access.grantsFor(scope, purpose);
  const policies = access.policiesFor(scope, purpose);
  show(host, environment.name, flags, { grants, document: access.documentOf(grants), policies });
}

interface Answer {
  readonly grants: readonly Grant[];
  /** All of it. */
  readonly document: PolicyDocument;
  /** The same in managed policies. */
  readonly policies: readonly AccessPolicy[];
}

async function teamAnswer(environment: Environment, name: string): Promise<Answer> {
  const { documentOf, teamGrants, teamPolicies } = await import("../../access");
  const { loadCompute } = await import("../../config/compute");
  const { nearestHint } = await import("../../config/nearest");
  const model = loadCompute(environment);
  if (model === undefined)
    throw new UsageError(`${environment.name} has no shared compute: no compute in ${environment.file}`);
  const team = model.teams.find((one) => one.name === name);
  if (team === undefined) {
    const names = model.teams.map((one) => one.name);
    const hint = nearestHint(name, names, "team");
    const known = names.length === 0 ? `${model.file} declares none` : `teams of ${model.file}: ${names.join(", ")}`;
    throw new UsageError(`No team ${name}${hint === undefined ? "" : ` (${hint})`}; ${known}`);
  }
  const grants = teamGrants(model, team).filter(({ resources }) => resources.length > 0);
  return { grants, document: documentOf(grants), policies: teamPolicies(model, team) };
}

function show(host: Host, environment: string, flags: Flags, { grants, document, policies }: Answer): void {
  const files = flags.out === undefined ? undefined : written(path.resolve(flags.out), policies);
  if (flags.json === true) {
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
