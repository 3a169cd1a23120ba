import { EmptyStateError, MalformedStateError, StateFormatError } from "../../../deploy";
import { parseState, withoutInstances } from "../../../deploy/adoption/state";
import { bucket, stateText } from "./state-text";

function failureOf(text: string): unknown {
  try {
    return parseState("old.tfstate", text);
  } catch (error) {
    return error;
  }
}

describe("a state", () => {
  test("is known by its managed instances, with the addresses that Terraform gives them", () => {
    const { managed, terraformVersion } = parseState(
      "old.tfstate",
      stateText([
        bucket("one", { module: 'module.b["x"]', key: 0 }),
        { mode: "data", type: "aws_region", name: "this" },
      ]),
    );
    expect(managed).toEqual([
      {
        address: 'module.b["x"].aws_s3_bucket.this[0]',
        type: "aws_s3_bucket",
        module: 'module.b["x"]',
        attributes: { bucket: "one" },
        provider: 'provider["registry.terraform.io/hashicorp/aws"]',
      },
    ]);
    expect(terraformVersion).toBe("1.11.4");
  });

  test("without some instances keeps everything else as it is", () => {
    const text = stateText([
      bucket("one", { key: "a" }),
      bucket("two", { key: "b", name: "other" }),
      { mode: "data", type: "aws_s3_bucket", name: "this", key: "a" },
    ]);
    const left = JSON.parse(withoutInstances(parseState("s", text), new Set(['aws_s3_bucket.this["a"]']))) as object;
    const before = JSON.parse(text) as { resources: unknown[] };
    expect(left).toEqual({ ...before, resources: before.resources.slice(1) });
  });
});

describe("what is no state", () => {
  test("because OpenTofu has encrypted it, is told with the command that writes it out", () => {
    const error = failureOf(
      JSON.stringify({ serial: 1, lineage: "a", encrypted_data: "AAAA", encryption_version: "v0" }),
    );
    expect(error).toMatchObject({
      message: expect.stringMatching(/is encrypted by OpenTofu: .* tofu state pull/) as string,
    });
  });

  test("because it is cut off is told with the place", () => {
    const error = failureOf('{\n  "version": 4,\n  "resources": [');
    expect(error).toBeInstanceOf(MalformedStateError);
    expect(String(error)).toMatch(/old\.tfstate is not valid JSON: .*\(line 3, column \d+\)/);
  });

  test("because it is some other JSON is told as such", () => {
    expect(failureOf('{"resource": {}}')).toBeInstanceOf(MalformedStateError);
    expect(failureOf("[]")).toBeInstanceOf(MalformedStateError);
  });

  test("because a part is missing is told with the part", () => {
    expect(String(failureOf('{"version": 4, "terraform_version": "1.11.4"}'))).toContain("resources: ");
  });

  test.each([3, 5])("that dapf reads, because it has format %i, is told with both numbers", (version) => {
    const error = failureOf(stateText([bucket("one")], { version }));
    expect(error).toBeInstanceOf(StateFormatError);
    expect(error).toMatchObject({ found: version, supported: 4 });
  });

  test.each(["", " \n", stateText([]), stateText([{ mode: "data", type: "aws_region", name: "this" }])])(
    "worth adopting, because it is empty, is told as such (%#)",
    (text) => {
      expect(failureOf(text)).toBeInstanceOf(EmptyStateError);
    },
  );
});
