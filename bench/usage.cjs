// Loaded with --require into the process that is measured: at its end it writes what it used to the named file.
const fs = require("node:fs");

process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  const usage = {
    seconds: process.uptime(),
    cpuSeconds: (user + system) / 1e6,
    megabytes: process.resourceUsage().maxRSS / 1024,
  };
  fs.writeFileSync(process.env.DAPF_BENCH_USAGE, JSON.stringify(usage));
});
