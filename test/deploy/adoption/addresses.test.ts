import { blockOf, instanceAddress } from "../../../deploy/adoption/addresses";

describe("the address of an instance", () => {
  test.each([
    ["", "aws_s3_bucket", "one", undefined, "aws_s3_bucket.one"],
    ["module.a", "aws_s3_bucket", "one", null, "module.a.aws_s3_bucket.one"],
    ['module.a["k"]', "aws_s3_bucket", "this", 0, 'module.a["k"].aws_s3_bucket.this[0]'],
    ["", "aws_s3_object", "file", "./../a b.py", 'aws_s3_object.file["./../a b.py"]'],
    ["", "aws_s3_object", "file", 'say "${x}"', 'aws_s3_object.file["say \\"$${x}\\""]'],
  ])("in %j of %s.%s with key %j is %s", (module, type, name, key, address) => {
    expect(instanceAddress(module, type, name, key)).toBe(address);
  });
});

test.each([
  ['module.a["k"].module.b[0].aws_s3_bucket.this[12]', "module.a.module.b.aws_s3_bucket.this"],
  ['aws_s3_object.file["a.b[0]"]', "aws_s3_object.file"],
  ['aws_s3_object.file["say \\"]\\""]', "aws_s3_object.file"],
  ["aws_kms_key.key", "aws_kms_key.key"],
])("the block behind %s is %s", (address, block) => {
  expect(blockOf(address)).toBe(block);
});
