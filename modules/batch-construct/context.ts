/** What a batch construct is for: training makes models, inferencing applies them. Part of most of its names. */
export type BatchContext = "training" | "inferencing";

/** How the Glue scripts of a context spell it in the names of their arguments: `--train_inputtable_name`. */
export const argumentWord: Readonly<Record<BatchContext, string>> = { training: "train", inferencing: "inference" };
