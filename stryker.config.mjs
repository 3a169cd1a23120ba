import process from "node:process";

/**
 * `npm run mutation`: changes the code that decides, one spot at a time, and tells which changes no test notices. Each
 * room below names what is changed and the tests that have to notice it.
 */
const rooms = [
  { code: "scheduling/**/*.ts", tests: "test/scheduling/**/*.test.ts" },
  { code: "jobs/**/graph/**/*.ts", tests: "test/jobs/**/graph/**/*.test.ts" },
  {
    code: "config/{declarations,training-queues,compute}/rules/**/*.ts",
    tests: "test/config/training-queues/rules/**/*.test.ts",
  },
  {
    code: "planning/{measures,pools,replay,target}/**/*.ts",
    tests: "test/planning/{measures,pools,replay,target}/**/*.test.ts",
  },
  { code: "aws/batch/job-retries.ts", tests: "test/aws/batch/job-retries.test.ts" },
];

// Thousands of random traces notice little that hundreds do not.
process.env.DAPF_TRACES ??= "200";

export default {
  mutate: rooms.map(({ code }) => code),
  // The wording of messages is for people to judge.
  mutator: { excludedMutations: ["StringLiteral"] },
  testRunner: "jest",
  plugins: ["@stryker-mutator/jest-runner"],
  coverageAnalysis: "perTest",
  jest: {
    config: {
      testEnvironment: "node",
      transform: { "\\.ts$": "@swc/jest" },
      testSequencer: "<rootDir>/test/support/properties-last.js",
      setupFiles: ["<rootDir>/test/support/mutation-run.js"],
      testMatch: rooms.map(({ tests }) => `<rootDir>/${tests}`),
    },
  },
  // Slow is not noticed: a test on a busy machine is waited for, only a loop without end is not.
  timeoutMS: 20_000,
  thresholds: { high: 95, low: 85, break: 85 },
  reporters: ["clear-text", "progress", "html"],
  htmlReporter: { fileName: ".dapf/mutation/report.html" },
  clearTextReporter: { reportTests: false, allowColor: process.stdout.isTTY },
  // What did not change since the last run is not tried again.
  incremental: true,
  incrementalFile: ".dapf/mutation/incremental.json",
  tempDirName: ".dapf/mutation/sandbox",
  ignorePatterns: ["dist", "cdktf.out", "coverage"],
  concurrency: 2,
  // Each run of Jest in a process leaves something behind that makes the next ones slower.
  maxTestRunnerReuse: 30,
};
