import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { holdsProvider } from "../../../deploy/provider/mirror-content";
import { providerNeed } from "../../../deploy/provider/address";
import { temporaryFolder, write } from "../folders";

const root = temporaryFolder();
const me = os.userInfo().uid;
const aws = providerNeed("hashicorp/aws", "5.100.0", "linux_amd64");
let count = 0;

/** A folder of its own for each test. */
function fresh(): string {
  count += 1;
  return path.join(root, String(count));
}

function unpacked(mirror: string, version = "5.100.0", platform = "linux_amd64"): string {
  const binary = `terraform-provider-aws_v${version}_x5`;
  const file = path.join(mirror, "registry.terraform.io", "hashicorp", "aws", version, platform, binary);
  write(file, "program", 0o755);
  return file;
}

describe("a filesystem mirror", () => {
  test("holds a provider that is unpacked in it", () => {
    const mirror = fresh();
    unpacked(mirror);
    expect(holdsProvider(mirror, aws, me)).toBe(true);
  });

  test("holds a provider that is packed in it, as `terraform providers mirror` writes it", () => {
    const mirror = fresh();
    const zip = "terraform-provider-aws_5.100.0_linux_amd64.zip";
    write(path.join(mirror, "registry.terraform.io/hashicorp/aws", zip), "zip");
    expect(holdsProvider(mirror, aws, me)).toBe(true);
    expect(holdsProvider(mirror, { ...aws, version: "5.99.0" }, me)).toBe(false);
  });

  test("does not hold a provider of another version or for another platform", () => {
    const mirror = fresh();
    unpacked(mirror, "5.99.0");
    unpacked(mirror, "5.100.0", "darwin_arm64");
    expect(holdsProvider(mirror, aws, me)).toBe(false);
  });

  test("holds any version when the stack leaves it open", () => {
    const mirror = fresh();
    unpacked(mirror, "5.99.0");
    expect(holdsProvider(mirror, { ...aws, version: undefined }, me)).toBe(true);
  });

  test("is not trusted when everybody may write the program", () => {
    const mirror = fresh();
    fs.chmodSync(unpacked(mirror), 0o777);
    expect(holdsProvider(mirror, aws, me)).toBe(false);
  });

  test("is not trusted when everybody may put another program into its folder", () => {
    const mirror = fresh();
    fs.chmodSync(path.dirname(unpacked(mirror)), 0o777);
    expect(holdsProvider(mirror, aws, me)).toBe(false);
  });

  test("is not trusted when it belongs to another user who is not root", () => {
    const mirror = fresh();
    const file = unpacked(mirror);
    if (fs.statSync(file).uid !== 0) {
      expect(holdsProvider(mirror, aws, me + 1)).toBe(false);
      return;
    }
    // Run by root: give the file away instead.
    fs.chownSync(file, 12_345, 12_345);
    expect(holdsProvider(mirror, aws, me)).toBe(false);
  });
});
