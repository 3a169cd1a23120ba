/**
 * Two projects: `unit` is fast and needs only Node; `integration` runs real Terraform against the embedded AWS. The latter
 * waits half of its time (the provider looks at some resources every 30 seconds), so that it has three workers on two cores.
 */

/** Packages that are ES modules alone: Node requires them as they are, Jest before Node 24.9 does not. */
const modules =
  "css-select|css-what|domelementtype|domhandler|domutils|dom-serializer|entities|htmlparser2|nth-check|boolbase|cssomnom";

const shared = {
  testEnvironment: "node",
  transform: { "\\.ts$": "@swc/jest", [`node_modules/(${modules})/.*\\.js$`]: "@swc/jest" },
  transformIgnorePatterns: [`/node_modules/(?!(${modules})/)`],
  // Of these a package has the same as one file that is no ES module.
  moduleNameMapper: {
    "^@observablehq/plot$": "<rootDir>/node_modules/@observablehq/plot/dist/plot.umd.min.js",
    "^d3(@.*)?$": "<rootDir>/node_modules/d3/dist/d3.min.js",
  },
  modulePathIgnorePatterns: ["<rootDir>/dist", "<rootDir>/cdktf.out", "<rootDir>/.dapf"],
};

module.exports = {
  // A slow machine is not a failure; tests that wait for something say themselves how long.
  testTimeout: 30_000,
  testSequencer: "<rootDir>/test/support/longest-first.js",
  // Whatever tests and the processes that they start leave in the temporary folder goes with the run.
  globalSetup: "<rootDir>/test/support/run-folder.js",
  // What `npm run coverage` counts: every file of the rooms, loaded or not.
  collectCoverageFrom: ["*/**/*.ts", "!{test,bench,examples,dist}/**"],
  coverageReporters: [require.resolve("./test/support/rooms-report.js"), "html"],
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "\\.integration\\.test\\.ts$"],
    },
    { ...shared, displayName: "integration", testMatch: ["<rootDir>/test/**/*.integration.test.ts"] },
  ],
};
