/**
 * What of a recording nothing says any more.
 *
 * @param recorded a transcript
 * @param printed the output of the same commands, run again; more lines do no harm
 * @returns lines of the transcript that the output does not have, but for numbers, times and ids
 */
export function unsaid(recorded: string, printed: string): string[] {
  const known = new Set(printed.split("\n").map(shape));
  return recorded.split("\n").filter((line) => !DEPENDS.test(line) && !known.has(shape(line)));
}

/**
 * Depends on the run: prompts; which resources took longest, and in which order Terraform warns of them; jobs at a glance; the
 * job definition, which only the first run has to set.
 */
const DEPENDS =
  /^\$ |^ +\d.* created$|^ {2}(at|and) module\.|^ +\d+ Batch jobs: |^Live job definition, as nobody had set one: /;

const shape = (line: string): string =>
  line
    .trimEnd()
    .replace(/\bjr_[0-9a-f]+/g, "jr_#")
    .replace(/\d+ min \d+ s\b|\d+(\.\d+)? s\b/g, "# s")
    .replace(/\d+/g, "#")
    .replace(/ {2,}/g, "  ");
