/** What Parameter Store takes. Source: AWS Systems Manager API Reference, PutParameter. */

/**
 * Characters of the last part of a name below `/<prefix>-dapf-ssm/analytics-etl/`: what is left of the 1011 that a name may have with
 * its folders and, before them, the ARN.
 */
export const LONGEST_PARAMETER_KEY = 900;
/** "The maximum parameter value length" of the standard tier: 4 KB. */
export const LONGEST_STANDARD_VALUE = 4096;
/** "You can't include values wrapped in double brackets {{}} or {{ssm:parameter-name}} in a parameter value." */
export const REFERENCE_IN_VALUE = /\{\{.*\}\}/s;
