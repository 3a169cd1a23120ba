import { AwsCallError, isSignedOut } from "../aws/errors";
import { ABSENT, type Seen, there, UNSEEN } from "./seen";

/** Calls for one diagnosis: somebody waits for it, and AWS counts calls. */
export const MOST_CALLS = 12;

export interface Look {
  /** What is looked at, for when it cannot be: `security groups`. */
  readonly what: string;
  /** The permission that it takes: `ec2:DescribeSecurityGroups`. */
  readonly needs: string;
  /** Codes of errors that say that it is not there. @default none */
  readonly absent?: readonly string[];
}

/** Looks at things of an account, each with one call, and notes at what it could not. */
export class Looks {
  private made = 0;
  private readonly missed = new Map<string, string>();

  /** @param most calls */
  constructor(private readonly most = MOST_CALLS) {}

  /** Calls that were made. */
  get calls(): number {
    return this.made;
  }

  /** Calls that may still be made. */
  get left(): number {
    return Math.max(0, this.most - this.made);
  }

  /** What was not looked at, and why: `security groups: needs ec2:DescribeSecurityGroups`. */
  get notes(): string[] {
    return [...this.missed].map(([what, why]) => `${what}: ${why}`);
  }

  /**
   * Looks where AWS may refuse it.
   *
   * @throws AwsCallError when nobody is signed in
   */
  async at<T>({ what, needs, absent = [] }: Look, ask: () => Promise<T>): Promise<Seen<T>> {
    if (this.made >= this.most) {
      this.missed.set(what, `${this.most} calls were made already`);
      return UNSEEN;
    }
    try {
      return there(await this.must(ask));
    } catch (error) {
      if (!(error instanceof AwsCallError) || isSignedOut(error)) throw error;
      if (absent.includes(error.code)) return ABSENT;
      this.missed.set(what, error.verdict === "denied" ? `needs ${needs}` : error.reason);
      return UNSEEN;
    }
  }

  /** Looks at what nothing can be said without. @throws AwsCallError */
  must<T>(ask: () => Promise<T>): Promise<T> {
    this.made += 1;
    return ask();
  }
}
