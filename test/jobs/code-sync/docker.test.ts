import * as fs from "node:fs";
import * as path from "node:path";
import { CodeSyncError } from "../../../jobs/code-sync";
import { buildAndPush, checkDockerfile } from "../../../jobs/code-sync/docker";
import { temporaryFolder, write } from "../../deploy/folders";

const root = temporaryFolder();
const dockerfile = path.join(root, "Dockerfile");
write(dockerfile, "FROM scratch\n");

/** A folder with a program `docker`. @returns what is to be on the PATH */
function docker(name: string, script: string, mode = 0o755): string {
  const folder = path.join(root, name);
  write(path.join(folder, "docker"), `#!/bin/sh\n${script}\n`);
  fs.chmodSync(path.join(folder, "docker"), mode);
  return folder;
}

function built(PATH: string, image = "registry/team:1") {
  const printed: string[] = [];
  const onOutput = (text: string) => void printed.push(text);
  return { printed, done: buildAndPush(dockerfile, image, { variables: { PATH }, onOutput }) };
}

test("an image is built and pushed, and all that Docker prints is heard", async () => {
  const { printed, done } = built(docker("fine", 'echo "to $1"; echo "beside $1" >&2'));
  await done;
  const lines = printed.join("").split("\n").filter(Boolean);
  expect(lines.sort()).toEqual(["beside build", "beside push", "to build", "to push"]);
});

test("a build that fails is not pushed", async () => {
  const { printed, done } = built(docker("broken", 'echo "$1"; exit 3'));
  await expect(done).rejects.toThrow(new CodeSyncError("docker build failed with exit code 3; see above"));
  expect(printed.join("")).toBe("build\n");
});

test.each([
  ["registry/team:1", "registry"],
  ["team:1", "the registry"],
])("who cannot push %s is asked for their login", async (image, registry) => {
  const { done } = built(docker("denied", '[ "$1" = build ]'), image);
  await expect(done).rejects.toThrow(
    `docker push failed with exit code 1; see above. Is Docker logged in to ${registry}?`,
  );
});

test("a build that somebody ends is told as that", async () => {
  await expect(built(docker("ended", "kill -TERM $$")).done).rejects.toThrow("docker build was ended by SIGTERM");
});

test("where there is no Docker, or none that can be started, that is said", async () => {
  await expect(built(path.join(root, "empty")).done).rejects.toThrow("docker was not found: install it");
  await expect(built(docker("plain", "", 0o644)).done).rejects.toThrow(/^docker cannot be started: .*EACCES/);
});

test("a Dockerfile is a file", () => {
  expect(() => checkDockerfile(dockerfile)).not.toThrow();
  for (const wrong of [root, path.join(root, "none")]) {
    expect(() => checkDockerfile(wrong)).toThrow(`--dockerfile: there is no file ${wrong}`);
  }
});
