/** What the roles of the platform are granted although no run of the proof uses it, each with its reason. */

export interface Reason {
  /** Name of the role below the platform's prefix. */
  readonly role: string;
  /** `Sid` of the statement. */
  readonly statement: string;
  /** Actions of the statement that nothing uses. */
  readonly actions: readonly string[];
  readonly reason: string;
}

export const reasons: readonly Reason[] = [];
