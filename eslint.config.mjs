import js from "@eslint/js";
import tseslint from "typescript-eslint";
import { rooms } from "./lint/rooms.mjs";

const barrel = {
  name: "@cdktf/provider-aws",
  message: "The root loads every resource (7 s, 700 MB): import @cdktf/provider-aws/lib/<resource>.",
};

export default tseslint.config(
  { ignores: ["node_modules", "dist", "cdktf.out", ".dapf", "coverage"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strict, ...tseslint.configs.stylistic],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { dapf: { rules: { rooms } } },
    rules: {
      "dapf/rooms": "error",
      "no-restricted-imports": ["error", { paths: [barrel] }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-extraneous-class": "off",
      // AWS keeps answering with what its SDK calls deprecated, and takes it.
      "@typescript-eslint/no-deprecated": ["error", { allow: ["ContainerProperties", "vcpus", "memory", "imageId"] }],
      "@typescript-eslint/no-floating-promises": "error",
    },
  },
  {
    files: ["test/**/*.ts"],
    ignores: ["test/support/temporary-folder.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "Identifier[name=/^mkdtemp/]",
          message: "temporaryFolder() of test/support removes what it makes.",
        },
      ],
    },
  },
  {
    files: ["**/*.js", "**/*.cjs"],
    languageOptions: {
      sourceType: "commonjs",
      globals: { require: "readonly", module: "writable", process: "readonly", __dirname: "readonly" },
    },
  },
);
