import type { RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";
import { digestOf } from "../../files/digest";

/**
 * The tag that tells what a revision was made of. The service adds defaults to what was registered, so that a comparison
 * of its answer with the file would find differences where there are none.
 */
export const CONTENT_TAG = "dapf:content";

/** @returns a digest of a definition that does not depend on the order of keys */
export const contentOf = (request: RegisterJobDefinitionRequest): string => digestOf(request);
