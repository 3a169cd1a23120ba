import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { cloneRepository } from "../test/support/clone";
import type { Row } from "./table";

/** A deploy of jenkins-pl to an embedded AWS that runs already, and the plan after it, in a clone of their own. */
export function platformRows(): Row[] {
  const clone = cloneRepository();
  const seconds = (...words: string[]) => {
    const started = performance.now();
    const run = spawnSync(process.execPath, [path.join(clone.root, "bin/dapf.js"), ...words], {
      cwd: clone.root,
      encoding: "utf8",
    });
    if (run.status !== 0) throw new Error(`dapf ${words.join(" ")} failed:\n${(run.stdout + run.stderr).slice(-2000)}`);
    return (performance.now() - started) / 1000;
  };
  try {
    seconds("local", "up");
    const deploy = seconds("deploy", "jenkins-pl", "--local", "--auto-approve");
    const plan = seconds("plan", "jenkins-pl", "--local");
    return [
      { claim: "full deploy to the embedded AWS", measured: text(deploy), goal: "at most 60 s", met: deploy <= 60 },
      { claim: "second plan", measured: text(plan), goal: "at most 10 s", met: plan <= 10 },
    ];
  } finally {
    seconds("local", "down");
    clone.remove();
  }
}

function text(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
