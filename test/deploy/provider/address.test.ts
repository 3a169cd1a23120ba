import { providerName, providerNeed } from "../../../deploy/provider/address";
import { terraformPlatform } from "../../../tools";

describe("the source of a provider", () => {
  test.each([
    ["aws", "registry.terraform.io/hashicorp/aws"],
    ["acme/aws", "registry.terraform.io/acme/aws"],
    ["example.com/acme/aws", "example.com/acme/aws"],
  ])("%s is %s", (source, name) => {
    expect(providerName(providerNeed(source, undefined, "linux_amd64"))).toBe(name);
  });

  test.each(["", "acme/", "a/b/c/d"])("%p is none", (source) => {
    expect(() => providerNeed(source, undefined, "linux_amd64")).toThrow(`not a provider source: ${source}`);
  });

  test.each([
    ["5.1.0", "5.1.0"],
    [" = 5.1.0-beta1 ", "5.1.0-beta1"],
    ["~> 5.1", undefined],
    [undefined, undefined],
  ])("with the constraint %p has the version %p", (constraint, version) => {
    expect(providerNeed("aws", constraint, "linux_amd64").version).toBe(version);
  });
});

test.each([
  ["linux", "x64", "linux_amd64"],
  ["darwin", "arm64", "darwin_arm64"],
  ["win32", "ia32", "windows_386"],
] as const)("Terraform calls %s on %s %s", (platform, architecture, name) => {
  expect(terraformPlatform(platform, architecture)).toBe(name);
});
