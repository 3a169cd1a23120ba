/** What the engine needs of a service that takes jobs. */
export interface Submitter<N> {
  /**
   * Submits a job, once, without retries of its own.
   *
   * @param ids ids of the jobs that the node needs, by name
   * @param mark unique in the world for this node of this run; `find` recognises the job by it
   * @returns the job's id
   * @throws what `verdictOf` understands
   */
  submit(node: N, ids: ReadonlyMap<string, string>, mark: string): Promise<string>;
  /**
   * Looks for the job that `submit` made; repeats its own calls when they are throttled.
   *
   * @param since milliseconds since 1970; the call was made no earlier, by this machine's clock
   * @returns the job's id, or undefined when there is no such job (yet)
   */
  find(node: N, mark: string, since: number): Promise<string | undefined>;
}

/** An answer without id leaves open whether there is a job, as no answer does. */
export function unreadableAnswer(operation: string): Error {
  return Object.assign(new Error(`AWS Batch answered ${operation} without a jobId`), {
    $metadata: { httpStatusCode: 200 },
  });
}
