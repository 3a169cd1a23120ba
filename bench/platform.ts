import * as path from "node:path";
import { cloneRepository } from "../test/support/clone";
import type { Claim } from "./claim";
import { stopwatch } from "./measure";
import { runNode } from "./run";

/** A deploy of jenkins-pl to an embedded AWS that runs already, and the plan after it, in a clone of their own. */
export async function platformClaims(folder: string): Promise<Claim[]> {
  cloneRepository(folder);
  const time = async (...words: string[]) => {
    const taken = stopwatch();
    await runNode([path.join(folder, "bin/dapf.js"), ...words], folder);
    // Terraform does the work, not this process.
    return { seconds: taken().seconds };
  };
  try {
    await time("local", "up");
    const deploy = await time("deploy", "jenkins-pl", "--local", "--auto-approve");
    const plan = await time("plan", "jenkins-pl", "--local");
    return [
      { claim: "full deploy to the embedded AWS", time: deploy, atMost: 200 },
      { claim: "second plan", time: plan, atMost: 40 },
    ];
  } finally {
    await time("local", "down");
  }
}
