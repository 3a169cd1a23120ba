/** Tags of AWS resources. Source: Tagging AWS Resources User Guide, "Best practices and strategies". */

export const MOST_TAGS = 50;
/** S3 User Guide, "Categorizing your objects using tags": "You can associate up to 10 tags with an object." */
export const MOST_OBJECT_TAGS = 10;
export const TAG_KEY_LENGTH = { least: 1, most: 128 } as const;
export const LONGEST_TAG_VALUE = 256;

/** What keys and values are made of. */
export const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
/** The same in words, as a sentence without its subject. */
export const TAG_RULE = "must have only letters, digits, spaces and + - = . _ : / @";

/** How keys begin that only AWS may give. */
export const RESERVED_TAG_KEY = /^aws:/i;
