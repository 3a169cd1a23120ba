const { default: Sequencer } = require("@jest/test-sequencer");

/** For `npm run mutation`, where the first test that fails is the last one: examples take less time than random traces. */
module.exports = class PropertiesLast extends Sequencer {
  sort(tests) {
    const isLong = ({ path }) => /(agreement|propert)[^/]*$/.test(path);
    return [...tests.filter((test) => !isLong(test)), ...tests.filter(isLong)];
  }
};
