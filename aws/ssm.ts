/** What Parameter Store takes. Source: AWS Systems Manager API Reference, PutParameter. */

/** Characters of a name with its folders and, before them, the ARN: "the maximum length ... is 1011 characters". */
export const LONGEST_PARAMETER_NAME = 1011;
/** What is left for the last part of a name below `/<prefix>-dapf-ssm/analytics-etl/`. */
export const LONGEST_PARAMETER_KEY = 900;
/** "The maximum parameter value length" of the standard tier: 4 KB. */
export const LONGEST_STANDARD_VALUE = 4096;
/** "You can't include values wrapped in double brackets {{}} or {{ssm:parameter-name}} in a parameter value." */
export const REFERENCE_IN_VALUE = /\{\{.*\}\}/s;
