/**
 * What triggers and workflows may hold. Sources: AWS Glue Web API Reference, "CreateTrigger", "Predicate", "Condition",
 * "Action", "EventBatchingCondition" and "CreateWorkflow"; AWS Glue Developer Guide, "AWS Glue triggers" and "Blueprint and
 * workflow restrictions".
 */
export const TRIGGER_PAGE = "AWS Glue Web API Reference, CreateTrigger";
export const TRIGGERS_GUIDE = "AWS Glue Developer Guide, AWS Glue triggers";
export const WORKFLOW_PAGE = "AWS Glue Developer Guide, Blueprint and workflow restrictions in AWS Glue";
export const WORKFLOWS_GUIDE = "AWS Glue Developer Guide, Overview of workflows in AWS Glue";

export const TRIGGER_TYPES = ["SCHEDULED", "CONDITIONAL", "ON_DEMAND", "EVENT"] as const;

/** "Currently, the only job states that a trigger can listen for are SUCCEEDED, STOPPED, FAILED, and TIMEOUT." */
export const JOB_STATES = ["SUCCEEDED", "STOPPED", "FAILED", "TIMEOUT"] as const;
/** "The only crawler states that a trigger can listen for are SUCCEEDED, FAILED, and CANCELLED." */
export const CRAWL_STATES = ["SUCCEEDED", "FAILED", "CANCELLED"] as const;
export const LOGICAL = ["AND", "ANY"] as const;
export const MOST_CONDITIONS = 500;
/** "Only two crawlers can be activated by a single trigger." */
export const MOST_CRAWLERS = 2;
/** Events, and seconds. */
export const LARGEST_BATCH = 100;
export const LONGEST_BATCH_WINDOW = 900;

export const LONGEST_NAME = 255;
/** NameString: no control characters but tabs. */
// eslint-disable-next-line no-control-regex -- the pattern of the page, the other way round
export const NOT_IN_NAMES = /[\u0000-\u0008\u000a-\u001f\ufffe\uffff]/;
export const LONGEST_DESCRIPTION = 2048;
export const LONGEST_WORKFLOW_DESCRIPTION = 120_000;
/** DescriptionString: no control characters but tabs and ends of lines. */
// eslint-disable-next-line no-control-regex -- the pattern of the page, the other way round
export const NOT_IN_DESCRIPTIONS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
