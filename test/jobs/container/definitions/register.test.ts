import type { JobDefinition, RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";
import { registerDefinition } from "../../../../jobs/container/definitions";
import { standIn } from "../../../aws/stand-in";

const request = (image: string): RegisterJobDefinitionRequest => ({
  jobDefinitionName: "train",
  type: "container",
  containerProperties: { image },
});

/** AWS Batch with the revisions of one name. */
class Revisions {
  readonly all: JobDefinition[] = [];

  /** The calls of one person. @param onRegister is waited for before their revision is made */
  calls(onRegister: () => Promise<unknown> = () => Promise.resolve()) {
    return {
      describeJobDefinitions: () => Promise.resolve({ jobDefinitions: [...this.all] }),
      registerJobDefinition: async (input: RegisterJobDefinitionRequest) => {
        await onRegister();
        const revision = this.all.length + 1;
        const made = { jobDefinitionName: "train", jobDefinitionArn: `arn:train:${revision}`, revision };
        this.all.push({ ...made, type: "container", ...(input.tags === undefined ? {} : { tags: input.tags }) });
        return made;
      },
    };
  }
}

test("two people who register one content at the same moment are told of the other's revision", async () => {
  const batch = new Revisions();
  const second = () => registerDefinition(standIn(batch.calls()), request("a"));
  const first = await registerDefinition(standIn(batch.calls(second)), request("a"));

  expect(first).toMatchObject({ revision: 2, registered: true, meanwhile: [{ revision: 1, isSame: true }] });
  expect((await second()).revision).toBe(2);
});

test.each([
  ["older", (batch: Revisions) => batch.calls(() => registerDefinition(standIn(batch.calls()), request("b"))), 2],
  [
    "newer",
    (batch: Revisions) => {
      const calls = batch.calls();
      return {
        ...calls,
        registerJobDefinition: async (input: RegisterJobDefinitionRequest) => {
          const made = await calls.registerJobDefinition(input);
          await registerDefinition(standIn(batch.calls()), request("b"));
          return made;
        },
      };
    },
    1,
  ],
])("a revision of other content that comes meanwhile is told, be it %s", async (_, callsOf, own) => {
  const batch = new Revisions();
  const { revision, meanwhile } = await registerDefinition(standIn(callsOf(batch)), request("a"));

  expect(revision).toBe(own);
  expect(meanwhile).toEqual([{ revision: 3 - own, isSame: false }]);
});

test("who is alone is told of nobody", async () => {
  const batch = new Revisions();
  for (const image of ["a", "b"]) {
    expect(await registerDefinition(standIn(batch.calls()), request(image))).toMatchObject({
      registered: true,
      meanwhile: [],
    });
  }
});

describe("a registration whose answer is lost", () => {
  const lost = () => Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });

  test("is found as the newest revision, and not made again", async () => {
    const batch = new Revisions();
    const calls = batch.calls();
    const registerJobDefinition = async (input: RegisterJobDefinitionRequest) => {
      await calls.registerJobDefinition(input);
      throw lost();
    };
    const made = await registerDefinition(standIn({ ...calls, registerJobDefinition }), request("a"));
    expect(made).toEqual({ name: "train", revision: 1, arn: "arn:train:1", registered: true, meanwhile: [] });
    expect(batch.all).toHaveLength(1);
  });

  test("is made when there is no revision of it", async () => {
    const batch = new Revisions();
    const calls = batch.calls();
    let tries = 0;
    const registerJobDefinition = (input: RegisterJobDefinitionRequest) =>
      (tries += 1) === 1 ? Promise.reject(lost()) : calls.registerJobDefinition(input);
    const made = await registerDefinition(standIn({ ...calls, registerJobDefinition }), request("a"));
    expect([made.revision, made.registered, tries]).toEqual([1, true, 2]);
  });
});

test("the same content is registered again only when that is wanted", async () => {
  const batch = new Revisions();
  const again = (force: boolean) => registerDefinition(standIn(batch.calls()), request("a"), force);
  await again(false);
  expect(await again(false)).toMatchObject({ revision: 1, registered: false });
  expect(await again(true)).toMatchObject({ revision: 2, registered: true });
});

test("an answer that tells neither ARN nor revision is taken for a revision that nobody knows", async () => {
  const registerJobDefinition = () => Promise.resolve({ jobDefinitionName: "train" });
  const describeJobDefinitions = () => Promise.resolve({});
  // Cast: AWS Batch always sends both.
  const batch = standIn({ describeJobDefinitions, registerJobDefinition: registerJobDefinition as never });
  expect(await registerDefinition(batch, request("a"))).toMatchObject({ revision: 0, arn: "", registered: true });
});
