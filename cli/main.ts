/** Each start loads what it needs: the completion of a word waits for no command. */
async function main([first, ...others]: readonly string[]): Promise<void> {
  if (first === "complete") {
    const { completionText } = await import("./completion/answer");
    process.stdout.write(await completionText(others, { variables: process.env, folder: process.cwd() }));
    return;
  }
  const { processHost } = await import("./process-host");
  const { runCli } = await import("./program");
  // Loaded only by commands that need it, which the others do not wait for.
  const embedded = () => import("../emulator");
  process.exitCode = await runCli([first ?? [], others].flat(), processHost(), embedded);
}

void main(process.argv.slice(2));
