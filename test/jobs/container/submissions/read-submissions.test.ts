import { ConfigError } from "../../../../config/errors";
import { readSubmissions } from "../../../../jobs/container/submissions";

const job = (changes: object = {}) => ({ jobName: "a", jobQueue: "q", jobDefinition: "d", ...changes });
const read = (value: unknown) => readSubmissions("jobs.json", JSON.stringify(value, null, 1));

function problemsOf(value: unknown): string {
  try {
    read(value);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("nothing was found wrong");
}
const needing = (name: string, ...needs: string[]) =>
  job({ jobName: name, dependsOn: needs.map((need) => ({ jobId: `\${${need}}` })) });

describe("a file of submissions", () => {
  it.each<[string, unknown, RegExp]>([
    ["a cycle", [needing("a", "c"), needing("b", "a"), needing("c", "b")], /closes a cycle: a -> c -> b -> a/],
    ["a job that needs itself", [needing("a", "a")], /closes a cycle: a -> a/],
    [
      "an unknown name",
      [needing("a"), needing("b", "aa")],
      /jobs\[1\]\.dependsOn\[0\]\.jobId names no job of the file.*did you mean a\?/,
    ],
    ["a repeated name", [job(), job()], /jobs\[1\]\.jobName repeats the name of jobs\[0\], not "a"/],
    [
      "a name without braces",
      [job(), job({ jobName: "b", dependsOn: [{ jobId: "a" }] })],
      /or the id of a job, not "a"; write \$\{a\}/,
    ],
    [
      "a name within a text",
      [job(), job({ jobName: "b", dependsOn: [{ jobId: "x${a}" }] })],
      /or the id of a job, not "x\$\{a\}"/,
    ],
    [
      "21 dependencies",
      [job({ dependsOn: Array.from({ length: 21 }, () => ({ jobId: "${b}" })) })],
      /must have at most 20 entries/,
    ],
    [
      "N_TO_N of arrays of two sizes",
      [
        job({ arrayProperties: { size: 3 } }),
        job({ jobName: "b", arrayProperties: { size: 4 }, dependsOn: [{ jobId: "${a}", type: "N_TO_N" }] }),
      ],
      /N_TO_N needs two arrays of size 4; a has size 3/,
    ],
    [
      "N_TO_N of a job that is no array",
      [job({ dependsOn: [{ jobId: "${a}", type: "N_TO_N" }] })],
      /only for an array job/,
    ],
    ["SEQUENTIAL alone of a job that is no array", [job({ dependsOn: [{ type: "SEQUENTIAL" }] })], /must have a jobId/],
    [
      "a request over 30 KiB",
      [job({ parameters: { p: "x".repeat(31_000) } })],
      /makes a request of 31\d\d\d bytes; AWS Batch takes at most 30720/,
    ],
    [
      "memory with a unit",
      [job({ containerOverrides: { memory: "16GB" } })],
      /whole number of MiB, 4 or more, not "16GB"; without unit: "16384"/,
    ],
    [
      "memory that contradicts itself",
      [job({ containerOverrides: { memory: 1024, resourceRequirements: [{ type: "MEMORY", value: "2048" }] } })],
      /containerOverrides\.memory contradicts the MEMORY of resourceRequirements, which is "2048", not "1024"/,
    ],
    [
      "what a shell has left of a name",
      [job({ jobName: "sort-rows-7" }), job({ jobName: "z", dependsOn: [{ jobId: "rows-7" }] })],
      /not "rows-7"; was it \$\{sort-rows-7\}\? A shell replaces that: quote EOF in the here-document, <<'EOF'/,
    ],
    [
      "nothing where a name was",
      [job({ dependsOn: [{ jobId: "" }] })],
      /not ""; was it \$\{name\}\? A shell replaces that/,
    ],
    [
      "Docker's word for the newest",
      [job({ jobDefinition: "sort:latest" })],
      /jobDefinition must be name, .* not "sort:latest"; leave :latest out: sort alone means its newest active revision/,
    ],
    ["an unknown key", [job({ jobQueu: "q" })], /jobQueu is not a known key/],
    ["no jobs", [], /must have at least 1 entry/],
  ])("with %s is refused", (_case, jobs, message) => {
    expect(problemsOf({ jobs })).toMatch(message);
  });

  it("takes every way to name a definition", () => {
    const arn = "arn:aws:batch:eu-west-1:123456789012:job-definition/sort";
    const ways = ["sort", "sort:3", arn, `${arn}:3`];
    const jobs = ways.map((jobDefinition, index) => job({ jobName: `j${index}`, jobDefinition }));
    expect(read({ jobs }).graph.order).toHaveLength(4);
  });

  it("tells ten thousand mistakes of a kind as the first twenty and a count", () => {
    const jobs = Array.from({ length: 10_000 }, (_, index) =>
      job({ jobName: `one${index}`, dependsOn: [{ jobId: `\${other${index}}` }] }),
    );
    const lines = problemsOf({ jobs }).split("\n");
    expect(lines).toHaveLength(21);
    expect(lines[20]).toBe("and 9,980 more of this kind");
  });

  it("names line and column", () => {
    expect(problemsOf({ jobs: [job({ jobName: "-" })] })).toMatch(
      /^jobs\.json:4:4: jobs\[0\]\.jobName must begin with/,
    );
  });

  it("takes old members and requirements that agree, and says it once", () => {
    const overrides = { vcpus: 2, memory: 1024, resourceRequirements: [{ type: "MEMORY", value: "1024" }] };
    const { graph } = read(job({ containerOverrides: overrides }));
    expect(JSON.parse(JSON.stringify(graph.order[0]?.request.containerOverrides))).toEqual({
      resourceRequirements: [
        { type: "MEMORY", value: "1024" },
        { type: "VCPU", value: "2" },
      ],
    });
  });

  it("takes array jobs that depend on themselves in sequence, and ids of other jobs", () => {
    const id = "01234567-89ab-4def-8123-456789abcdef";
    const { graph } = read(
      job({ arrayProperties: { size: 2 }, dependsOn: [{ type: "SEQUENTIAL" }, { jobId: `${id}:1` }] }),
    );
    expect(graph.order).toHaveLength(1);
  });
});
