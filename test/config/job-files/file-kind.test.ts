import { ConfigError } from "../../../config/errors";
import { type FileKind, requireKind } from "../../../config/job-files/file-kind";
import { parseJobFile } from "../../../config/job-files/job-file";

const check = (value: unknown, wanted: FileKind) => () =>
  requireKind(parseJobFile("a.json", JSON.stringify(value)), wanted);

const definition = { jobDefinitionName: "d", type: "container", containerProperties: {} };
const job = { jobName: "j", jobQueue: "q", jobDefinition: "d" };
const payload = { TrainingJobName: "t", RoleArn: "r" };
const estimator = { image_uri: "i", role: "r" };
const serviceJob = { jobName: "j", serviceRequestPayload: payload };

describe("a file that is for another command", () => {
  it.each<[string, unknown, FileKind, string]>([
    [
      "a definition to submit",
      definition,
      "container job",
      "of a job definition, not of a container job; try dapf job-def",
    ],
    ["a definition to train", definition, "training job", "try dapf job-definition register a.json"],
    ["a job to register", job, "job definition", "a.json:1:1: is the file of a container job, not of a job definition"],
    ["a workflow to register", { jobs: [job, job] }, "job definition", "try dapf submit a.json"],
    ["a workflow to train", { jobs: [job, job] }, "training job", "try dapf submit a.json"],
    ["a payload to submit", payload, "container job", "try dapf train submit a.json"],
    ["an estimator to submit", estimator, "container job", "try dapf train submit a.json"],
    ["a training workflow to submit", { jobs: [serviceJob] }, "container job", "try dapf train submit a.json"],
  ])("is named: %s", (_case, value, wanted, said) => {
    expect(check(value, wanted)).toThrow(ConfigError);
    expect(check(value, wanted)).toThrow(said);
  });

  it.each<[string, unknown, FileKind]>([
    ["what is wanted", definition, "job definition"],
    ["what is wanted, with a key of another kind", { ...job, containerProperties: {} }, "container job"],
    ["nothing to tell it by", { jobName: "j" }, "training job"],
    ["no object", 1, "container job"],
    ["jobs that are no list", { jobs: 1 }, "container job"],
    ["jobs that are no objects", { jobs: [null, 1] }, "container job"],
  ])("is not suspected in %s", (_case, value, wanted) => {
    expect(check(value, wanted)).not.toThrow();
  });
});

test("a file that is nested too deeply for its parser is told as that", () => {
  const depth = 200_000;
  const nested = () => parseJobFile("a.json", `${"[".repeat(depth)}${"]".repeat(depth)}`);
  expect(nested).toThrow(ConfigError);
  expect(nested).toThrow("a.json: is nested too deeply to be read");
});
