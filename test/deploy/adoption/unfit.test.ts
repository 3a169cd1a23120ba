import * as path from "node:path";
import { loadEnvironment } from "../../../config/loader";
import { readStackFolder } from "../../../deploy/stack/folder";
import { missingModules } from "../../../deploy/adoption/missing-modules";
import { checkPlaces } from "../../../deploy/adoption/misplaced";
import { checkProviders } from "../../../deploy/adoption/providers";
import { checkTargets, readMoves, type StackMoves, unknownInstances } from "../../../deploy/adoption/stack-moves";
import { parseState } from "../../../deploy/adoption/state";
import { checkOwner } from "../../../deploy/adoption/state-owner";
import { checkTaken } from "../../../deploy/adoption/taken";
import { layOutTeamRepository, synthesizePlatform } from "../../support/hcl-project";
import { describeReferenceData } from "../../support/reference-data";
import {
  changed,
  firstOf,
  providerOf,
  renamed,
  withoutCount,
  withoutModule,
  wrappedIn,
  writtenBy,
} from "./state-changes";

const AWS = 'provider["registry.terraform.io/hashicorp/aws"]';
const copy = "platform.mended.tfstate";
const [first, last] = [`cp hcl.tfstate ${copy}`, `npx dapf adopt platform --state ${copy}`];

describeReferenceData("a state of the HCL", (data) => {
  let root: string;
  let stack: StackMoves;
  beforeAll(() => {
    root = layOutTeamRepository(data);
    const folder = readStackFolder(synthesizePlatform(root, data.environment).folder);
    if (folder === undefined) throw new Error("no stack");
    stack = readMoves(folder);
  });

  const state = (...changes: Parameters<typeof changed>[1][]) =>
    parseState("hcl.tfstate", changed(data.state(), ...changes));

  /** All that is asked of a state before Terraform plans with it. @returns what the user is told, line by line */
  function told(...changes: Parameters<typeof changed>[1][]): string[] {
    const source = { kind: "file", text: "hcl.tfstate", file: path.resolve("hcl.tfstate") } as const;
    const mending = { environment: "platform", source, where: { cwd: process.cwd(), local: false } };
    const found = state(...changes);
    try {
      checkOwner(loadEnvironment(root, data.environment), found);
      checkProviders(found, mending);
      checkPlaces(found, stack, mending);
      checkTargets(found, stack);
      checkTaken(found, unknownInstances(found, stack), "eu-central-1", mending);
      return [];
    } catch (error) {
      if (error instanceof Error) return error.message.split("\n").map((line) => line.trim());
      throw error;
    }
  }

  /** The first resource of a type, which the changes are about. */
  const addressOf = (type: string) => state().managed.find((one) => one.type === type)?.address ?? "";

  test("is fit as it is", () => {
    expect(told()).toEqual([]);
  });

  test("of OpenTofu needs the providers of Terraform's registry", () => {
    const [sentence, ...commands] = told(providerOf('provider["registry.opentofu.org/hashicorp/aws"]'));
    expect(sentence).toMatch(/^hcl\.tfstate was written by OpenTofu, .*\(registry\.opentofu\.org\/hashicorp\/aws\)/);
    const [from, to] = ["registry.opentofu.org/hashicorp/aws", "registry.terraform.io/hashicorp/aws"];
    const replace = `terraform state replace-provider -auto-approve -state=${copy} ${from} ${to}`;
    expect(commands).toEqual([first, replace, last]);
  });

  test("of Terraform 0.12 has to go through 0.13, or gets the addresses of its providers", () => {
    const [sentence, ...commands] = told(providerOf("provider.aws"), writtenBy("0.12.31"));
    expect(sentence).toMatch(
      /Terraform 0\.12\.31, .*\(provider\.aws\).*: run terraform 0\.13upgrade and terraform apply/,
    );
    const [from, to] = ["registry.terraform.io/-/aws", "registry.terraform.io/hashicorp/aws"];
    const replace = `terraform state replace-provider -auto-approve -state=${copy} ${from} ${to}`;
    expect(commands).toEqual([first, replace, last]);
  });

  test.each([
    [`${AWS}.mumbai`, "aws.mumbai"],
    [`module.platform.${AWS}`, "aws of module.platform"],
    [`module.platform.${AWS}.mumbai`, "aws.mumbai of module.platform"],
  ])("with the provider %s needs the HCL without it", (provider, words) => {
    const [sentence, ...commands] = told(providerOf(provider));
    expect(sentence).toContain(
      `hcl.tfstate has resources of the provider ${words}, and dapf has no provider but that of eu-`,
    );
    expect(sentence).toContain(`take ${words} out of the HCL`);
    expect(commands).toEqual(["terraform apply -refresh-only"]);
  });

  test("with something deposed has to be finished with the HCL", () => {
    const [sentence, ...commands] = told(firstOf("aws_dynamodb_table", (one) => ({ ...one, deposed: "a1b2c3d4" })));
    expect(sentence).toContain(`deposed objects, which are left of replacements`);
    expect(sentence).toContain(addressOf("aws_dynamodb_table"));
    expect(commands).toEqual(["terraform plan", "terraform apply"]);
  });

  test.each(["aws_dynamodb_table", "aws_glue_trigger"])("with a tainted %s needs it untainted, or replaced", (type) => {
    const [sentence, ...commands] = told(firstOf(type, (one) => ({ ...one, status: "tainted" })));
    expect(sentence).toContain("tainted resources, which the next apply replaces");
    expect(commands).toEqual([first, `terraform untaint -state=${copy} '${addressOf(type)}'`, last]);
  });

  test.each(["module.platform", "module.team.module.platform"])("wrapped in %s is moved module by module", (module) => {
    const [sentence, ...commands] = told(wrappedIn(module));
    expect(sentence).toContain("has resources at other addresses than the HCL gives them");
    for (const name of ["module.analytics_etl", "module.batch_training", "module.common", "'module.monitoring[0]'"]) {
      const from = name.replace("module.", `${module}.module.`);
      expect(commands).toContain(`terraform state mv -state=${copy} ${from} ${name}`);
    }
    expect([commands[0], commands.length, commands.at(-1)]).toEqual([first, 7, last]);
  });

  test.each([
    ["module.batch_training", "module.batch_training_v2"],
    ["module.batch_training.module.training_construct", "module.batch_training.module.training"],
    ["module.monitoring[0]", "module.monitoring"],
    ["module.analytics_etl", "module.team_etl.module.etl"],
  ])("whose %s is called %s gets the name that the HCL has", (name, other) => {
    const [, ...commands] = told(renamed(name, other));
    const quoted = name.includes("[") ? `'${name}'` : name;
    expect(commands).toEqual([first, `terraform state mv -state=${copy} ${other} ${quoted}`, last]);
  });

  test("from before the HCL had count gets the number of each resource", () => {
    const counted = state().managed.filter(({ address }) => address.endsWith("[0]"));
    const [, ...commands] = told(withoutCount);
    expect(commands).toHaveLength(counted.length + 2);
    const table = counted.find(({ type }) => type === "aws_dynamodb_table")?.address ?? "";
    expect(commands).toContain(`terraform state mv -state=${copy} '${table.slice(0, -"[0]".length)}' '${table}'`);
  });

  test("without a module is told which one would be made from scratch", () => {
    const found = state(withoutModule("module.analytics_etl"));
    const present = new Set(found.managed.map(({ address }) => address));
    const created = stack.moves.filter(({ from }) => !present.has(from)).map(({ to }) => to);
    expect(missingModules(found, stack, created)).toMatchObject([
      { address: "module.analytics_etl", former: "module.analytics_etl" },
    ]);
    expect(missingModules(state(), stack, [])).toEqual([]);
  });

  test("with modules of the team's own beside the HCL's is fit: they are kept as they are", () => {
    const own = { mode: "managed", type: "aws_sqs_queue", name: "this", provider: `${AWS}.elsewhere` };
    const instances = [{ schema_version: 0, status: "tainted", attributes: { name: "own" } }];
    expect(told(({ resources }) => void resources.push({ ...own, module: "module.own", instances }))).toEqual([]);
  });
});
