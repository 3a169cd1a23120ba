import * as fs from "node:fs";
import * as path from "node:path";
import { MOTO_VERSION, PythonMissingError, TERRAFORM_VERSION } from "../../tools";
import { temporaryFolder, write } from "../deploy/folders";
import { apply, commandLines, noChanges, oneCreation } from "./program-support";

jest.setTimeout(30_000);

const fresh = commandLines();

/** A folder for the PATH with programs that print a text. */
function programs(texts: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(texts)) {
    write(path.join(folder, name), `#!/bin/sh\necho '${text}'\n`, 0o755);
  }
  return folder;
}

function python(facts: object): string {
  const answer = { executable: "/usr/local/bin/python", version: [3, 12], moto: MOTO_VERSION, missing: [], ...facts };
  return JSON.stringify(answer);
}

const TERRAFORM = `Terraform v${TERRAFORM_VERSION}`;

/** A machine with these programs alone, which are named as far as the system has its own. */
function machine(texts: Readonly<Record<string, string>>, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const PATH = programs(texts);
  const DAPF_PYTHON = path.join(PATH, "python3");
  return { PATH, DAPF_PYTHON, TERRAFORM_BINARY_NAME: undefined, XDG_CACHE_HOME: temporaryFolder(), CI: "", ...more };
}

async function doctor(variables: NodeJS.ProcessEnv, ...words: string[]) {
  return fresh().run(["doctor", ...words], { variables });
}

interface Answer {
  readonly ok: boolean;
  readonly tools: readonly { tool: string; found: string | null; place: string | null; problem: string | null }[];
}

async function answer(variables: NodeJS.ProcessEnv) {
  const { exitCode, stdout } = await doctor(variables, "--json");
  const { ok, tools } = JSON.parse(stdout) as Answer;
  return { exitCode, ok, of: (name: string) => tools.find(({ tool }) => tool === name) };
}

describe("dapf doctor", () => {
  test("shows in one table what there is and where, and ends well when that is everything", async () => {
    const variables = machine({ python3: python({}), terraform: TERRAFORM });
    const { exitCode, stdout } = await doctor(variables);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^ok +Python +3\.10 to 3\.14 +3\.12 +\/usr\/local\/bin\/python$/m);
    expect(stdout).toMatch(new RegExp(`^ok +Terraform .* ${TERRAFORM_VERSION} +${variables.PATH}/terraform$`, "m"));
    expect(stdout).toContain("Everything that dapf needs is there.");
  });

  test("names all that is missing at once, says how to get it, and fails", async () => {
    const { exitCode, stdout } = await doctor(machine({}));
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^missing +Python /m);
    expect(stdout).toMatch(/^missing +moto /m);
    expect(stdout).toMatch(/^missing +Terraform /m);
    expect(stdout).toContain("Install it from https://www.python.org/downloads/");
    expect(stdout).toContain("npx dapf doctor --install downloads a copy for dapf alone");
  });

  test("takes OpenTofu 1.10 when there is no Terraform", async () => {
    const { ok, of } = await answer(machine({ python3: python({}), tofu: "OpenTofu v1.10.0" }));
    expect(ok).toBe(true);
    expect(of("OpenTofu")).toMatchObject({ found: "1.10.0", problem: null });
  });

  test.each([
    ["terraform", "Terraform v1.10.5", "Terraform", "1.11.0"],
    ["tofu", "OpenTofu v1.9.1", "OpenTofu", "1.10.0"],
  ])("says of a %s without locks in S3 which version has them", async (name, text, tool, oldest) => {
    const { exitCode, of } = await answer(machine({ python3: python({}), [name]: text }));
    expect(exitCode).toBe(1);
    expect(of(tool)?.problem).toContain(`install version ${oldest} or newer`);
  });

  test("does not take another program for Terraform", async () => {
    const { of } = await answer(machine({ python3: python({}), terraform: "hello" }));
    expect(of("Terraform")).toMatchObject({ found: null });
  });

  test("says of the Python that DAPF_PYTHON names what it lacks", async () => {
    const { of } = await answer(machine({ python3: python({ moto: "5.0.0" }), terraform: TERRAFORM }));
    expect(of("Python")).toMatchObject({ problem: null });
    expect(of("moto")).toMatchObject({ found: "5.0.0" });
    expect(of("moto")?.problem).toContain("Leave DAPF_PYTHON away");
  });

  test("says that no copy of the provider is where it was said to be", async () => {
    const { run, root } = fresh();
    fs.rmSync(path.join(root, "home", ".terraformrc"));
    const variables = machine({ python3: python({}), terraform: TERRAFORM }, { DAPF_PROVIDER_MIRROR: "/nowhere" });
    const { exitCode, stdout } = await run(["doctor"], { variables });
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      "DAPF_PROVIDER_MIRROR names /nowhere, which does not hold registry.terraform.io/hashicorp/aws",
    );
  });

  test("installs nothing without being told, and asks for nothing where nobody can answer", async () => {
    const { exitCode, stderr } = await doctor(machine({ python3: python({}) }), "--install");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `dapf can download Terraform ${TERRAFORM_VERSION} from https://releases.hashicorp.com: add --yes`,
    );
  });
});

describe("a command that needs Terraform, where there is none,", () => {
  test("says what to do when nobody can be asked, before anything is begun", async () => {
    const { run, synthCalls, aws } = fresh();
    const { exitCode, stderr } = await run(["deploy", "dev", "--local", "--auto-approve"], { variables: machine({}) });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("There is neither terraform nor tofu on the PATH.");
    expect(stderr).toContain("add --yes,\nor set CI or DAPF_TERRAFORM_MIRROR");
    expect(synthCalls()).toEqual([]);
    expect(aws.wanted).toEqual([]);
  });

  test("says everything that is missing at once", async () => {
    const { run, aws } = fresh();
    aws.problem = new PythonMissingError(["python3"]);
    const { stderr } = await run(["deploy", "dev", "--local", "--auto-approve"], { variables: machine({}) });
    expect(stderr).toContain("The embedded AWS needs Python 3.10 or newer");
    expect(stderr).toContain("There is neither terraform nor tofu on the PATH.");
    expect(stderr).toContain("npx dapf doctor");
  });

  test("asks once, and downloads nothing when the answer is no", async () => {
    const { exitCode, stderr } = await fresh().run(["plan", "dev"], { variables: machine({}), answers: ["no"] });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Download Terraform ${TERRAFORM_VERSION} (some 30 MB, licence BUSL-1.1)`);
    expect(stderr).not.toContain("Downloading");
  });

  test.each([
    ["the answer is yes", [], {}, ["yes"]],
    ["--yes says so", ["--yes"], {}, undefined],
    ["it runs in a pipeline", [], { CI: "true" }, undefined],
    ["a mirror is named", [], {}, undefined],
  ])("downloads it when %s", async (why, words, more, answers) => {
    // Nobody listens there: what was begun is told.
    const mirror = why === "a mirror is named" ? "http://127.0.0.1:9" : "";
    const proxy = { HTTPS_PROXY: "http://127.0.0.1:9", DAPF_TERRAFORM_MIRROR: mirror };
    const variables = machine({}, { ...more, ...proxy });
    const { exitCode, stdout, stderr } = await fresh().run(["plan", "dev", ...words], { variables, answers });
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`Downloading Terraform ${TERRAFORM_VERSION} from `);
    expect(stderr).toContain("could not be downloaded: connect ECONNREFUSED 127.0.0.1:9");
  });

  test("runs tofu in its place, with providers of its own registry", async () => {
    const { run, terraform, root } = fresh();
    fs.rmSync(path.join(root, "home", ".terraformrc"));
    const bin = programs({});
    const tofu = path.join(bin, "tofu");
    fs.writeFileSync(tofu, `#!/bin/sh\nexec ${terraform.binary} "$@"\n`, { mode: 0o755 });
    terraform.script({ version: { lines: ["OpenTofu v1.10.6", "on linux_amd64"] }, plan: oneCreation });
    const variables = {
      PATH: `${bin}:/usr/bin:/bin`,
      TERRAFORM_BINARY_NAME: undefined,
      HTTPS_PROXY: "http://127.0.0.1:9",
    };
    expect((await run(["doctor"], { variables })).stdout).toContain("registry.opentofu.org/hashicorp/aws");
    fs.writeFileSync(path.join(root, "home", ".tofurc"), "provider_installation {\n  direct {}\n}\n");
    expect((await run(["plan", "dev"], { variables })).exitCode).toBe(0);
    expect(terraform.calls().map(({ args }) => args[0])).toContain("plan");
  });
});

describe("a deploy that has started the embedded AWS and fails", () => {
  const failing = { lines: [], exitCode: 1, stderr: "broken" };

  test("stops it again, and says so", async () => {
    const { run, terraform, aws } = fresh();
    terraform.script({ plan: failing });
    const { exitCode, stderr } = await run(["deploy", "dev", "--local", "--auto-approve"]);
    expect(exitCode).toBe(1);
    expect(aws.running).toBe(false);
    expect(stderr).toContain("The embedded AWS, which this command had started, has been stopped again.");
  });

  test("leaves it alone when it ran before", async () => {
    const { run, terraform, aws } = fresh();
    aws.running = true;
    aws.isStartedMeanwhile = true;
    terraform.script({ plan: failing });
    const { exitCode, stderr } = await run(["deploy", "dev", "--local", "--auto-approve"]);
    expect(exitCode).toBe(1);
    expect(aws.running).toBe(true);
    expect(stderr).not.toContain("stopped again");
  });

  test("lets it run when it does not fail", async () => {
    const { run, terraform, aws } = fresh();
    terraform.script({ plan: [oneCreation, noChanges], apply });
    expect((await run(["deploy", "dev", "--local", "--auto-approve"])).exitCode).toBe(0);
    expect(aws.running).toBe(true);
  });
});
