const { default: Sequencer } = require("@jest/test-sequencer");

/**
 * Begins with the life of the platform, which takes longer than half of all integration tests: whatever runs beside it
 * would be waited for. Jest knows by itself how long a test takes, but not in a fresh clone.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const isLongest = ({ path }) => path.endsWith("platform.integration.test.ts");
    const sorted = super.sort(tests);
    return [...sorted.filter(isLongest), ...sorted.filter((test) => !isLongest(test))];
  }
};
