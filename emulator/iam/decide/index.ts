/** Whether a request is allowed, and AWS's sentence where it is not. */
export { decide } from "./decide";
export { type Denial, denialSentence } from "./sentence";
