import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** The rooms of docs/architecture.md, and which rooms each may import from. Data flows down, nothing reaches back up. */
const mayImport = {
  config: [],
  locks: [],
  scheduling: [],
  environments: ["config"],
  modules: ["config"],
  deploy: ["config", "locks"],
  jobs: ["config", "locks"],
  emulator: ["scheduling", "locks"],
  cli: ["jobs", "config", "emulator", "modules", "deploy", "locks"],
};

const barrel = {
  name: "@cdktf/provider-aws",
  message: "The root loads every resource (7 s, 700 MB): import @cdktf/provider-aws/lib/<resource>.",
};

const boundaries = Object.entries(mayImport).map(([room, others]) => {
  const forbidden = [...Object.keys(mayImport), "main", "test", "bench"].filter(
    (other) => other !== room && !others.includes(other),
  );
  return {
    files: [`${room}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: [barrel],
          patterns: [
            {
              regex: `^(\\.\\.?/)+(${forbidden.join("|")})(/|$)`,
              message: `${room}/ may import from ${others.join(", ") || "no other room"} (docs/architecture.md).`,
            },
          ],
        },
      ],
    },
  };
});

export default tseslint.config(
  { ignores: ["node_modules", "cdktf.out", ".dapf", "coverage"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strict, ...tseslint.configs.stylistic],
    rules: {
      "no-restricted-imports": ["error", { paths: [barrel] }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-extraneous-class": "off",
    },
  },
  ...boundaries,
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
      globals: { require: "readonly", module: "writable", process: "readonly" },
    },
  },
);
