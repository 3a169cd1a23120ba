import { definitionTable } from "../../../cli/render/definition-table";
import { plainText } from "../../../cli/render/style";

const cells = (one: object) => {
  // Cast: the SDK's type promises name and revision, which a test leaves out on purpose.
  const [, row = ""] = definitionTable([one as Parameters<typeof definitionTable>[0][number]], plainText);
  return row.split(/ {2,}/);
};

test("a definition has what its containers need", () => {
  const resourceRequirements = [
    { type: "VCPU", value: "4" },
    { type: "MEMORY", value: "2048" },
    { type: "GPU", value: "1" },
  ];
  const containerProperties = { image: "repo/train:1", resourceRequirements };
  const named = { jobDefinitionName: "train", revision: 3, platformCapabilities: ["FARGATE"] };
  expect(cells({ ...named, containerProperties })).toEqual(["train:3", "FARGATE", "4", "2048", "1", "repo/train:1"]);
});

test("an old definition has vCPUs and memory outside of the resource requirements, and runs on EC2", () => {
  const containerProperties = { image: "repo/train:1", vcpus: 2, memory: 512 };
  const row = cells({ jobDefinitionName: "train", revision: 1, containerProperties });
  expect(row).toEqual(["train:1", "EC2", "2", "512", "-", "repo/train:1"]);
});

test("a definition without containers of its own, as of EKS, has dashes", () => {
  expect(cells({ jobDefinitionName: "pods", revision: 1 })).toEqual(["pods:1", "EC2", "-", "-", "-", "-"]);
});
