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
