import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import {
  applyEnvironment,
  planEnvironment,
  previewAdoption,
  ProviderTooOldError,
  type TerraformState,
} from "../../../deploy";
import { adoptionSteps } from "../../../deploy/adoption/steps";
import { parseState } from "../../../deploy/adoption/state";
import { temporaryFolder } from "../folders";
import { changed, newerSchemas } from "./state-changes";
import { type Project, project } from "../project";

// Resources of the provider that is built into Terraform: no registry and no AWS are needed.
const root = temporaryFolder();
const variables = { PATH: process.env.PATH, HOME: process.env.HOME, TF_CLI_CONFIG_FILE: "/dev/null" };
const data = (values: object) => ({ resource: { terraform_data: values } });

/** What stands for the HCL: a resource with keys, one that is retired, one with a number, and one of somebody else. */
const former = data({
  one: { input: "same" },
  each: { for_each: { a: "1", b: "2" }, input: "${each.value}" },
  counted: { count: 1, input: "old" },
  role: { input: "gone" },
  extra: { count: 1, input: "somebody else's" },
});

/** What stands for dapf: `each["b"]` is not configured any more. */
const latter = {
  ...data({ one: { input: "same" }, first: { input: "1" }, single: { input: "new" }, added: { input: "added" } }),
  moved: [
    { from: 'terraform_data.each["a"]', to: "terraform_data.first" },
    { from: "terraform_data.counted[0]", to: "terraform_data.single" },
    { from: "terraform_data.role", to: "terraform_data.retired" },
  ],
};

jest.setTimeout(120_000);

describe("a preview with the real Terraform", () => {
  let made: Project;
  let options: ReturnType<Project["options"]>;
  let file: string;

  beforeAll(async () => {
    made = project(path.join(root, "clone"));
    options = made.options({ variables });
    made.synthScript({ rootFile: former });
    await applyEnvironment({ ...options, destroy: false, approve: undefined, outputs: false });
    file = path.join(made.root, "terraform.dev.tfstate");
    made.synthScript({ rootFile: latter });
  });

  const preview = (state: TerraformState) => {
    const source = { kind: "file", text: file, file } as const;
    const mending = { environment: "dev", source, where: { cwd: made.root, local: false } };
    return previewAdoption({ ...options, state, mending, region: "ap-south-1", create: [], refresh: false });
  };

  const read = () => parseState(file, fs.readFileSync(file, "utf8"));

  test("tells what moves, changes, is created, destroyed and kept, and leaves the state as it is", async () => {
    const before = fs.readFileSync(file, "utf8");

    const report = await preview(read());

    expect(report).toEqual({
      environment: "dev",
      instances: 7,
      moves: [
        { from: 'terraform_data.each["a"]', to: "terraform_data.first" },
        { from: "terraform_data.counted[0]", to: "terraform_data.single" },
      ],
      changed: [{ address: "terraform_data.single", attributes: ["input", "output"] }],
      created: ["terraform_data.added"],
      destroyed: ['terraform_data.each["b"]', "terraform_data.role"],
      replaced: [],
      kept: ["terraform_data.extra[0]"],
      problems: [],
    });
    expect(fs.readFileSync(file, "utf8")).toBe(before);
  });

  test("is what happens after its commands: what is kept is out of the state, and the plan is the same", async () => {
    const { kept, ...report } = await preview(read());
    const source = { kind: "file", text: file, file } as const;
    // Cast: without a state backend nothing but the name and the root matter here.
    const environment = { name: "dev", root: made.root, settings: {} } as Parameters<
      typeof adoptionSteps
    >[0]["environment"];
    const steps = adoptionSteps({ environment, source, local: false, kept, cwd: made.root });
    const [remove] = steps.filter(({ purpose }) => purpose === "keep").flatMap(({ commands }) => commands);
    const [command = "", ...args] = remove?.words ?? [];
    const removal = spawnSync(command, args, { cwd: made.root, env: variables, encoding: "utf8" });
    expect(removal).toMatchObject({ status: 0 });

    const { changes } = await planEnvironment({ ...options, destroy: false, details: false });

    const addresses = (action: string) => changes.filter((one) => one.action === action).map(({ address }) => address);
    expect(addresses("create")).toEqual(report.created);
    expect(addresses("update")).toEqual(report.changed.map(({ address }) => address));
    expect(addresses("delete").sort()).toEqual(['terraform_data.each["b"]', "terraform_data.retired"]);
    expect(read().managed.map(({ address }) => address)).not.toContain("terraform_data.extra[0]");
  });

  test("says once of all resources that a newer provider has written them", async () => {
    const state = parseState(file, changed(fs.readFileSync(file, "utf8"), newerSchemas));
    const refused: unknown = await preview(state).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ProviderTooOldError);
    expect(refused).toMatchObject({ addresses: expect.arrayContaining(["terraform_data.one"]) as string[] });
  });
});
