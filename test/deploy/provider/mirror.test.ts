import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { providerNeed } from "../../../deploy/provider/address";
import {
  findProviderSource,
  impliedMirrors,
  type ProviderSourceOptions,
  ProviderUnreachableError,
} from "../../../deploy/provider/mirror";
import { providerVariables } from "../../../deploy/provider/source";
import { temporaryFolder, write } from "../folders";

const base = temporaryFolder();
let count = 0;

/** A machine of its own: home, repository, a place where mirrors may be, and a registry that answers or not. */
function machine(online: boolean, more: Partial<ProviderSourceOptions> = {}) {
  count += 1;
  const folder = path.join(base, String(count));
  const home = path.join(folder, "home");
  const mirrors = path.join(folder, "mirrors");
  for (const one of [home, mirrors]) fs.mkdirSync(one, { recursive: true });
  let probes = 0;
  const options: ProviderSourceOptions = {
    root: path.join(folder, "repository"),
    configFile: path.join(folder, "repository", ".dapf", "terraform.rc"),
    variables: { XDG_DATA_DIRS: "" },
    home,
    uid: os.userInfo().uid,
    needs: [providerNeed("hashicorp/aws", "5.100.0", "linux_amd64")],
    probe: () => {
      probes += 1;
      return Promise.resolve(online);
    },
    searchStarts: [mirrors],
    ...more,
  };
  return { folder, home, mirrors, options, probes: () => probes };
}

function addMirror(folder: string, version = "5.100.0"): void {
  const file = `registry.terraform.io/hashicorp/aws/${version}/linux_amd64/terraform-provider-aws_v${version}_x5`;
  write(path.join(folder, file), "program", 0o755);
}

describe("where providers come from", () => {
  test("is the registry when it answers", async () => {
    const { options } = machine(true);
    await expect(findProviderSource(options)).resolves.toMatchObject({ kind: "registry", remembered: false });
  });

  test("is a mirror on this machine when the registry does not answer", async () => {
    const { options, mirrors } = machine(false);
    addMirror(path.join(mirrors, "plugins"));
    const source = await findProviderSource(options);
    expect(source).toMatchObject({ kind: "mirror", path: path.join(mirrors, "plugins") });
    expect(providerVariables(source)).toEqual({ TF_CLI_CONFIG_FILE: options.configFile });
    expect(fs.readFileSync(options.configFile, "utf8")).toContain(
      [
        "provider_installation {",
        "  filesystem_mirror {",
        `    path    = "${path.join(mirrors, "plugins")}"`,
        '    include = ["registry.terraform.io/hashicorp/aws"]',
        "  }",
        "  direct {",
        '    exclude = ["registry.terraform.io/hashicorp/aws"]',
        "  }",
        "}",
      ].join("\n"),
    );
  });

  test("is the plugin cache when the registry does not answer and the cache holds the provider", async () => {
    const { folder, options, mirrors } = machine(false);
    addMirror(path.join(mirrors, "other"));
    addMirror(path.join(folder, "cache"));
    const variables = { ...options.variables, TF_PLUGIN_CACHE_DIR: path.join(folder, "cache") };
    const source = await findProviderSource({ ...options, variables });
    expect(source).toMatchObject({ kind: "mirror", path: path.join(folder, "cache") });
  });

  test("is a folder in which Terraform looks by itself, without a probe and without a configuration", async () => {
    const { options, home, probes } = machine(false);
    addMirror(path.join(home, ".terraform.d", "plugins"));
    const source = await findProviderSource(options);
    expect(source).toMatchObject({ kind: "implied-mirror", path: path.join(home, ".terraform.d", "plugins") });
    expect(providerVariables(source)).toEqual({});
    expect(probes()).toBe(0);
  });

  test("is not asked for when the stack needs no provider", async () => {
    const { options, probes } = machine(false, { needs: [] });
    await expect(findProviderSource(options)).resolves.toMatchObject({ kind: "registry" });
    expect(probes()).toBe(0);
  });

  test("is an error that says what is needed when there is neither registry nor mirror", async () => {
    const { options, home } = machine(false);
    const error = await findProviderSource(options).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProviderUnreachableError);
    expect(error).toMatchObject({
      providers: [{ type: "aws", version: "5.100.0" }],
      suggestedFolder: path.join(home, ".terraform.d", "plugins"),
    });
  });
});

describe("a user's own CLI configuration", () => {
  test("in the variable decides, when it says where providers come from", async () => {
    const { options, folder, probes } = machine(false);
    const file = path.join(folder, "my.tfrc");
    write(file, "provider_installation {\n  direct {}\n}\n");
    const source = await findProviderSource({ ...options, variables: { TF_CLI_CONFIG_FILE: file } });
    expect(source).toMatchObject({ kind: "user-config", file });
    expect(providerVariables(source)).toEqual({});
    expect(probes()).toBe(0);
  });

  test("in the home folder decides, too", async () => {
    const { options, home } = machine(false);
    write(path.join(home, ".terraformrc"), "provider_installation {\n}\n");
    await expect(findProviderSource(options)).resolves.toMatchObject({ kind: "user-config" });
  });

  test("is kept when it is about something else and a mirror is added", async () => {
    const { options, home, mirrors } = machine(false);
    addMirror(mirrors);
    write(path.join(home, ".terraformrc"), 'credentials "example.com" {\n  token = "t"\n}\n');
    const source = await findProviderSource(options);
    expect(source.kind).toBe("mirror");
    expect(fs.readFileSync(options.configFile, "utf8")).toMatch(
      /credentials "example.com"[\s\S]*provider_installation/,
    );
    expect(fs.statSync(options.configFile).mode & 0o077).toBe(0);
  });

  test("names a plugin cache, with variables in its path", async () => {
    const { options, home, folder } = machine(false);
    addMirror(path.join(folder, "cache"));
    write(path.join(home, ".terraformrc"), 'plugin_cache_dir = "$PLACE/cache"\n');
    const source = await findProviderSource({ ...options, variables: { XDG_DATA_DIRS: "", PLACE: folder } });
    expect(source).toMatchObject({ kind: "mirror", path: path.join(folder, "cache") });
  });

  test("that does not exist is reported, and replaced by the mirror's", async () => {
    const { options, mirrors, folder } = machine(false);
    addMirror(mirrors);
    const missing = path.join(folder, "missing.tfrc");
    const source = await findProviderSource({ ...options, variables: { TF_CLI_CONFIG_FILE: missing } });
    expect(source).toMatchObject({ kind: "mirror", missingConfigFile: missing });
  });

  test("that does not exist is reported, and unset when the registry answers", async () => {
    const { options, folder } = machine(true);
    const missing = path.join(folder, "missing.tfrc");
    const source = await findProviderSource({ ...options, variables: { TF_CLI_CONFIG_FILE: missing } });
    expect(source).toMatchObject({ kind: "registry", missingConfigFile: missing });
    expect(providerVariables(source)).toEqual({ TF_CLI_CONFIG_FILE: undefined });
  });

  test("is not what dapf itself wrote and `dapf local env` put into the variable", async () => {
    const { options, mirrors } = machine(false);
    addMirror(mirrors);
    await findProviderSource(options);
    const again = await findProviderSource({ ...options, variables: { TF_CLI_CONFIG_FILE: options.configFile } });
    expect(again).toMatchObject({ kind: "mirror", configFile: options.configFile });
    expect(again).not.toHaveProperty("missingConfigFile");
  });
});

describe("what an earlier run found", () => {
  test("is used without another probe or search", async () => {
    const { options, mirrors, probes } = machine(false);
    addMirror(mirrors);
    await findProviderSource(options);
    const again = await findProviderSource({ ...options, searchStarts: [] });
    expect(again).toMatchObject({ kind: "mirror", path: mirrors, remembered: true });
    expect(probes()).toBe(1);
  });

  test("is forgotten when the mirror has gone", async () => {
    const { options, mirrors, folder } = machine(false);
    addMirror(path.join(mirrors, "a"));
    await findProviderSource(options);
    fs.renameSync(path.join(mirrors, "a"), path.join(folder, "elsewhere"));
    await expect(findProviderSource(options)).rejects.toBeInstanceOf(ProviderUnreachableError);
  });

  test("is not used for another version of the provider", async () => {
    const { options, mirrors } = machine(false);
    addMirror(mirrors);
    await findProviderSource(options);
    const needs = [providerNeed("hashicorp/aws", "5.101.0", "linux_amd64")];
    await expect(findProviderSource({ ...options, needs })).rejects.toBeInstanceOf(ProviderUnreachableError);
  });

  test("holds for an hour when it was the registry", async () => {
    const { options, probes } = machine(true);
    await findProviderSource(options);
    await expect(findProviderSource(options)).resolves.toMatchObject({ remembered: true });
    const inTwoHours = Date.now() + 2 * 60 * 60 * 1000;
    const clock = jest.spyOn(Date, "now").mockReturnValue(inTwoHours);
    await expect(findProviderSource(options)).resolves.toMatchObject({ remembered: false });
    clock.mockRestore();
    expect(probes()).toBe(2);
  });

  test("does not matter when its file is damaged", async () => {
    const { options } = machine(true);
    write(path.join(options.root, ".dapf", "provider-source.json"), "{");
    await expect(findProviderSource(options)).resolves.toMatchObject({ kind: "registry", remembered: false });
  });
});

test("Terraform looks by itself in the home folder and in the folders for shared data", () => {
  const variables = { XDG_DATA_HOME: "/data", XDG_DATA_DIRS: "/one:/two" };
  expect(impliedMirrors(variables, "/home/ann")).toEqual([
    "/home/ann/.terraform.d/plugins",
    "/data/terraform/plugins",
    "/one/terraform/plugins",
    "/two/terraform/plugins",
  ]);
});
