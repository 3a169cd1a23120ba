const path = require("node:path");

/** The least percentage of the branches of a room that its tests take. */
const LEAST = 85;

/** A report of coverage: the branches of each room as a table, and an exit code if one has too few. */
module.exports = class RoomsReport {
  execute(context) {
    const rooms = new Map();
    const onDetail = (node) => {
      const [room] = path.relative(process.cwd(), node.getFileCoverage().path).split(path.sep);
      const { covered, total } = node.getCoverageSummary().branches;
      const { covered: before = 0, total: all = 0 } = rooms.get(room) ?? {};
      rooms.set(room, { covered: before + covered, total: all + total });
    };
    context.getTree("flat").visit({ onDetail }, context);
    process.stdout.write("\nroom          taken  branches      %\n");
    for (const [room, { covered, total }] of [...rooms].sort()) {
      const percentage = total === 0 ? 100 : (100 * covered) / total;
      if (percentage < LEAST) process.exitCode = 1;
      const figures = [String(covered).padStart(7), String(total).padStart(10), percentage.toFixed(1).padStart(7)];
      const verdict = percentage < LEAST ? `  less than ${LEAST}` : "";
      process.stdout.write(`${room.padEnd(12)}${figures.join("")}${verdict}\n`);
    }
  }
};
