// Before each test file of `npm run mutation`: one counterexample is enough, and the same ones are tried each time.
require("fast-check").configureGlobal({ endOnFailure: true, seed: 1 });
