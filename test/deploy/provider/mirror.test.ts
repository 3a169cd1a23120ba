import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { providerNeed } from "../../../deploy/provider/address";
import {
  findProviderSource,
  impliedMirrors,
  ProviderMirrorError,
  type ProviderSourceOptions,
  ProviderUnreachableError,
} from "../../../deploy/provider/mirror";
import { providerVariables } from "../../../deploy/provider/source";
import { temporaryFolder, write } from "../folders";

const base = temporaryFolder();
let count = 0;

/** A machine of its own: home, repository, a plugin cache, and a registry that answers or not. */
function machine(online: boolean, more: Partial<ProviderSourceOptions> = {}) {
  count += 1;
  const folder = path.join(base, String(count));
  const home = path.join(folder, "home");
  const cache = path.join(folder, "cache");
  for (const one of [home, cache]) fs.mkdirSync(one, { recursive: true });
  let probes = 0;
  const options: ProviderSourceOptions = {
    root: path.join(folder, "repository"),
    configFile: path.join(folder, "repository", ".dapf", "terraform.rc"),
    variables: { XDG_DATA_DIRS: "", TF_PLUGIN_CACHE_DIR: cache },
    home,
    addOns: path.join(folder, "add-ons"),
    uid: os.userInfo().uid,
    needs: [providerNeed("hashicorp/aws", "5.100.0", "linux_amd64")],
    probe: () => {
      probes += 1;
      return Promise.resolve(online);
    },
    ...more,
  };
  return { folder, home, cache, options, probes: () => probes };
}

function addMirror(folder: string, version = "5.100.0", registry = "registry.terraform.io"): void {
  const file = `${registry}/hashicorp/aws/${version}/linux_amd64/terraform-provider-aws_v${version}_x5`;
  write(path.join(folder, file), "program", 0o755);
}

describe("where providers come from", () => {
  test("is the registry when it answers", async () => {
    const { options } = machine(true);
    await expect(findProviderSource(options)).resolves.toMatchObject({ kind: "registry", remembered: false });
  });

  test("is the mirror that DAPF_PROVIDER_MIRROR names, without a probe", async () => {
    const { options: usual, folder, probes } = machine(true);
    const mirror = path.join(folder, "mirror");
    addMirror(mirror);
    const options = { ...usual, variables: { ...usual.variables, DAPF_PROVIDER_MIRROR: mirror } };
    const source = await findProviderSource(options);
    expect(source).toMatchObject({ kind: "mirror", path: mirror });
    expect(probes()).toBe(0);
    expect(providerVariables(source)).toEqual({ TF_CLI_CONFIG_FILE: options.configFile });
    expect(fs.readFileSync(options.configFile, "utf8")).toContain(
      [
        "provider_installation {",
        "  filesystem_mirror {",
        `    path    = "${mirror}"`,
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
    const { options, cache } = machine(false);
    addMirror(cache);
    await expect(findProviderSource(options)).resolves.toMatchObject({ kind: "mirror", path: cache });
  });

  test("is a mirror among the add-on packages when nothing else holds the provider, one folder deep", async () => {
    const { options, folder } = machine(false);
    addMirror(path.join(folder, "add-ons", "a", "b"));
    await expect(findProviderSource(options)).rejects.toBeInstanceOf(ProviderUnreachableError);
    addMirror(path.join(folder, "add-ons", "providers"));
    const found = { kind: "mirror", path: path.join(folder, "add-ons", "providers") };
    await expect(findProviderSource(options)).resolves.toMatchObject(found);
  });

  test("is not a mirror somewhere on this machine that nobody has named", async () => {
    const { options, home } = machine(false);
    addMirror(path.join(home, "mirror"));
    await expect(findProviderSource(options)).rejects.toBeInstanceOf(ProviderUnreachableError);
  });

  test("is an error when the mirror that is named lacks the provider", async () => {
    const { options, folder } = machine(true);
    addMirror(path.join(folder, "mirror"), "5.99.0");
    const variables = { ...options.variables, DAPF_PROVIDER_MIRROR: path.join(folder, "mirror") };
    const error = await findProviderSource({ ...options, variables }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProviderMirrorError);
    expect(String(error)).toContain(`names ${path.join(folder, "mirror")}, which does not hold registry.terraform.io`);
  });

  test("for OpenTofu is a copy from its own registry", async () => {
    const { options: usual, cache } = machine(false);
    const needs = [providerNeed("hashicorp/aws", "5.100.0", "linux_amd64", "OpenTofu")];
    const options = { ...usual, needs, product: "OpenTofu" } as const;
    addMirror(cache);
    await expect(findProviderSource(options)).rejects.toThrow("registry.opentofu.org/hashicorp/aws 5.100.0");
    addMirror(cache, "5.100.0", "registry.opentofu.org");
    await expect(findProviderSource(options)).resolves.toMatchObject({ kind: "mirror", path: cache });
    expect(fs.readFileSync(options.configFile, "utf8")).toContain('include = ["registry.opentofu.org/hashicorp/aws"]');
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
    const { options, home, cache } = machine(false);
    addMirror(cache);
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
    const { options, cache, folder } = machine(false);
    addMirror(cache);
    const missing = path.join(folder, "missing.tfrc");
    const variables = { TF_CLI_CONFIG_FILE: missing, TF_PLUGIN_CACHE_DIR: cache };
    const source = await findProviderSource({ ...options, variables });
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
    const { options, cache } = machine(false);
    addMirror(cache);
    await findProviderSource(options);
    const variables = { ...options.variables, TF_CLI_CONFIG_FILE: options.configFile };
    const again = await findProviderSource({ ...options, variables });
    expect(again).toMatchObject({ kind: "mirror", configFile: options.configFile });
    expect(again).not.toHaveProperty("missingConfigFile");
  });
});

describe("what an earlier run found", () => {
  test("is used without another probe", async () => {
    const { options, cache, probes } = machine(false);
    addMirror(cache);
    await findProviderSource(options);
    const again = await findProviderSource(options);
    expect(again).toMatchObject({ kind: "mirror", path: cache, remembered: true });
    expect(probes()).toBe(1);
  });

  test("is forgotten when the mirror has gone", async () => {
    const { options, cache, folder } = machine(false);
    addMirror(cache);
    await findProviderSource(options);
    fs.renameSync(cache, path.join(folder, "elsewhere"));
    await expect(findProviderSource(options)).rejects.toBeInstanceOf(ProviderUnreachableError);
  });

  test("is not used for another version of the provider", async () => {
    const { options, cache } = machine(false);
    addMirror(cache);
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
  expect(impliedMirrors(variables, "/home/ann", "Terraform", "linux")).toEqual([
    "/home/ann/.terraform.d/plugins",
    "/data/terraform/plugins",
    "/one/terraform/plugins",
    "/two/terraform/plugins",
  ]);
});

test("OpenTofu looks in the same folders, and in one of its own for who has no .terraform.d", () => {
  const variables = { XDG_DATA_HOME: "/data", XDG_DATA_DIRS: "" };
  expect(impliedMirrors(variables, "/home/ann", "OpenTofu", "linux")).toEqual([
    "/home/ann/.terraform.d/plugins",
    "/data/opentofu/plugins",
    "/data/terraform/plugins",
  ]);
});

test("on macOS both look in the libraries for what programs need", () => {
  expect(impliedMirrors({}, "/Users/ann", "Terraform", "darwin")).toEqual([
    "/Users/ann/.terraform.d/plugins",
    "/Users/ann/Library/Application Support/io.terraform/plugins",
    "/Library/Application Support/io.terraform/plugins",
  ]);
});

describe("the CLI configuration of OpenTofu", () => {
  const chooses = "provider_installation {\n  direct {}\n}\n";
  const ofTofu = (options: ProviderSourceOptions) => findProviderSource({ ...options, product: "OpenTofu" });

  test("is ~/.tofurc, before Terraform's", async () => {
    const { options, home } = machine(false);
    write(path.join(home, ".terraformrc"), chooses);
    await expect(ofTofu(options)).resolves.toMatchObject({ file: path.join(home, ".terraformrc") });
    write(path.join(home, ".tofurc"), chooses);
    await expect(ofTofu(options)).resolves.toMatchObject({ file: path.join(home, ".tofurc") });
    await expect(findProviderSource(options)).resolves.toMatchObject({ file: path.join(home, ".terraformrc") });
  });

  test("is in the folder for configurations when there is neither", async () => {
    const { options: usual, folder } = machine(false);
    const options = { ...usual, variables: { ...usual.variables, XDG_CONFIG_HOME: path.join(folder, "config") } };
    const file = path.join(folder, "config", "opentofu", "tofurc");
    write(file, chooses);
    await expect(ofTofu(options)).resolves.toMatchObject({ kind: "user-config", file });
  });

  test("is what TF_CLI_CONFIG_FILE names, when that is set", async () => {
    const { options, home, folder } = machine(false);
    write(path.join(home, ".tofurc"), chooses);
    write(path.join(folder, "my.tfrc"), chooses);
    const variables = { TF_CLI_CONFIG_FILE: path.join(folder, "my.tfrc") };
    await expect(ofTofu({ ...options, variables })).resolves.toMatchObject({ file: path.join(folder, "my.tfrc") });
  });
});
