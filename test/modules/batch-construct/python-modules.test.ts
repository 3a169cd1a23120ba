import { bundle, importsOf, readModules } from "../../../modules/batch-construct/python-modules";
import { repositoryWith } from "../../config/support";

const modules = new Map([
  ["dapf_run", "from dapf_arguments import required\n"],
  ["dapf_arguments", "import os\n"],
  ["dapf_ring", "import dapf_run, dapf_ring\n"],
  ["dapf_other", "x = 1\n"],
]);

describe("the imports of Python code", () => {
  test.each([
    ["from dapf_other import x", ["dapf_other"]],
    ["import dapf_other", ["dapf_other"]],
    ["import os, dapf_other as other  # comment", ["dapf_other"]],
    ["def f():\n    from dapf_other import x", ["dapf_other"]],
    ["from dapf_run import (\n    begin,\n)", ["dapf_arguments", "dapf_run"]],
    ["import dapf_ring", ["dapf_arguments", "dapf_ring", "dapf_run"]],
  ])("%j are found, and what the imported import", (source, expected) => {
    expect(importsOf(source, modules)).toEqual(expected);
  });

  test.each(["import boto3", "from dapf_others import x", "text = 'import dapf_other'", "# import dapf_other", ""])(
    "%j are none of ours",
    (source) => {
      expect(importsOf(source, modules)).toEqual([]);
    },
  );
});

describe("a bundle", () => {
  test("has the modules that its script imports, and no others", () => {
    const made = bundle("import dapf_run\n", modules, "glue/job.py");

    expect(made).toContain(`_SOURCES["dapf_run"] = r'''from dapf_arguments import required\n'''`);
    expect(made).toContain(`_SOURCES["dapf_arguments"]`);
    expect(made).not.toContain("dapf_other");
  });

  test("says what it was made of, and ends with the script as it is", () => {
    const made = bundle("import dapf_run\n", modules, "glue/job.py");

    expect(made.split("\n")[0]).toContain("glue/job.py");
    expect(made.endsWith("\nimport dapf_run\n")).toBe(true);
  });

  test("refuses a module that a raw string cannot hold", () => {
    const odd = new Map([["dapf_odd", "text = '''x'''\n"]]);

    expect(() => bundle("import dapf_odd", odd, "glue/job.py")).toThrow("dapf_odd.py");
  });
});

test("the modules of a folder are its Python files", () => {
  const folder = repositoryWith({ "b.py": "b", "a.py": "a", "c.txt": "c", "sub/d.py": "d" });

  expect([...readModules(folder)]).toEqual([
    ["a", "a"],
    ["b", "b"],
  ]);
});
