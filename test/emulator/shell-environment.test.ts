import { execFileSync } from "node:child_process";
import { appliedTo, clientEnvironment, exportLines } from "../../emulator/shell-environment";

const settings = { endpoint: "http://127.0.0.1:4566", account: "731580992380", region: "ap-south-1" };

describe("the environment for AWS clients", () => {
  it("chooses endpoint, region and account, and names no profile", () => {
    const { set, unset } = clientEnvironment(settings);
    expect(set).toMatchObject({
      AWS_ENDPOINT_URL: "http://127.0.0.1:4566",
      AWS_REGION: "ap-south-1",
      AWS_DEFAULT_REGION: "ap-south-1",
      AWS_ACCESS_KEY_ID: "731580992380",
    });
    expect(unset).toEqual(expect.arrayContaining(["AWS_PROFILE", "AWS_SESSION_TOKEN"]));
  });

  it("has the keys of a role where somebody calls as one, whose token is then not removed", () => {
    const credentials = { accessKeyId: "ASIA0000000000000000", secretAccessKey: "secret", sessionToken: "token" };
    const present = { AWS_SESSION_TOKEN: "of the caller" };
    expect(appliedTo(present, clientEnvironment({ ...settings, credentials }, present))).toMatchObject({
      AWS_ACCESS_KEY_ID: "ASIA0000000000000000",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_SESSION_TOKEN: "token",
    });
  });

  it("names a Terraform configuration file only when there is one", () => {
    expect(clientEnvironment(settings).set).not.toHaveProperty("TF_CLI_CONFIG_FILE");
    expect(clientEnvironment({ ...settings, terraformConfigFile: "/a b/rc" }).set).toMatchObject({
      TF_CLI_CONFIG_FILE: "/a b/rc",
    });
  });

  it("removes variables that would send one service's calls elsewhere", () => {
    const present = { AWS_ENDPOINT_URL_S3: "https://s3.example.com", AWS_PROFILE: "work", HOME: "/home/me" };
    const applied = appliedTo(present, clientEnvironment(settings, present));
    expect(applied).toMatchObject({ HOME: "/home/me", AWS_ENDPOINT_URL: settings.endpoint });
    expect(Object.keys(applied)).not.toEqual(expect.arrayContaining(["AWS_PROFILE"]));
    expect(applied).not.toHaveProperty("AWS_ENDPOINT_URL_S3");
  });

  it("is understood by a shell, whatever a path holds", () => {
    const odd = { ...settings, terraformConfigFile: "/it's a $HOME `path`/rc" };
    const script = `${exportLines(clientEnvironment(odd)).join("\n")}\nprintf %s "$TF_CLI_CONFIG_FILE|$AWS_PROFILE"`;
    const printed = execFileSync("sh", ["-c", script], { env: { AWS_PROFILE: "work" }, encoding: "utf8" });
    expect(printed).toBe("/it's a $HOME `path`/rc|");
  });
});
