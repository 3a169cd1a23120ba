/** What becomes of a field of quota shares; run in a copy of the repository in which AWS has added one. Prints JSON. */
import { plainText } from "../../cli/render/style";
import { queueTree } from "../../cli/render/queue-tree";
import { loadEnvironment } from "../../config/loader";
import { loadTrainingQueues, queueContext } from "../../config/training-queues";
import { asLive } from "../../queues/declared";
import { queueDrift } from "../../queues/drift";
import { queueOverviews } from "../../queues/overview";
import { arn, valid, withQuotaQueue } from "../emulator/batch/account";
import { Control, SHARE } from "../emulator/cloudcontrol/control";

const SHARE_ARN = arn("job-queue/queue/quota-share/share");

function emulated(field: string) {
  const batch = withQuotaQueue();
  const described = () => batch.call("DescribeQuotaShare", { quotaShareArn: SHARE_ARN })[field];
  batch.settled("CreateQuotaShare", valid.quotaShare({ [field]: 30 }));
  const created = described();
  batch.settled("UpdateQuotaShare", { quotaShareArn: SHARE_ARN, [field]: 60 });
  const updated = described();
  const control = new Control(batch);
  const property = field.charAt(0).toUpperCase() + field.slice(1);
  control.update(SHARE, SHARE_ARN, [{ op: "replace", path: `/${property}`, value: 90 }]);
  return { created, updated, patched: described(), model: control.model(SHARE, SHARE_ARN)[property] };
}

function declared(root: string, field: string) {
  const environment = loadEnvironment(root, "jenkins-pl");
  const queues = loadTrainingQueues(environment);
  if (queues === undefined) throw new Error("jenkins-pl declares no queues");
  const wanted = asLive(queues, queueContext(environment));
  const shares = [...wanted.quotaShares].map(([key, share]) => [key, { ...share, [field]: 31 }] as const);
  const live = { ...wanted, quotaShares: new Map(shares) };
  const trees = queueOverviews(wanted, live).map((queue) => queueTree(queue, plainText).join("\n"));
  return { drift: queueDrift(wanted, live), shown: trees.join("\n") };
}

const [, , root = ".", field = ""] = process.argv;
process.stdout.write(JSON.stringify({ ...emulated(field), ...declared(root, field) }));
