const { default: Sequencer } = require("@jest/test-sequencer");

/** The lives of platforms and of what is installed, which take longer than half of all integration tests: the longest first. */
const LONGEST = [
  ...["platform", "access", "package", "workflows", "moto-gaps", "shared-compute", "training-queues"],
  ...["lifecycle", "terraform"],
].map((name) => `${name}.integration.test.ts`);

/**
 * Begins with what takes longest: whatever runs beside it would be waited for. Jest knows by itself how long a test takes, but
 * not in a fresh clone.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const isLongest = ({ path }) => LONGEST.some((name) => path.endsWith(`/${name}`));
    const place = ({ path }) => LONGEST.findIndex((name) => path.endsWith(`/${name}`));
    const sorted = super.sort(tests);
    const longest = sorted.filter(isLongest).sort((one, other) => place(one) - place(other));
    return [...longest, ...sorted.filter((test) => !isLongest(test))];
  }
};
