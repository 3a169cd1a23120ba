// Loaded with --require into the process that is measured: at its end it writes what it used to the named file.
const fs = require("node:fs");

process.on("exit", () => {
  const { maxRSS } = process.resourceUsage();
  fs.writeFileSync(
    process.env.DAPF_BENCH_USAGE,
    JSON.stringify({ seconds: process.uptime(), megabytes: maxRSS / 1024 }),
  );
});
