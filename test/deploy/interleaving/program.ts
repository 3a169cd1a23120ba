/**
 * Stands for main.ts: synthesizes a stack of resources that write down what is done to them, in a ledger that is no part of
 * any state. A change of a value is a replacement, because an update in place would have no provisioner.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Synthesis } from "./messages";

/** What the clone's `config.json` says. */
export type Config = Readonly<Record<string, EnvironmentConfig>>;

export interface EnvironmentConfig {
  /** Value of each item. */
  readonly items: Readonly<Record<string, string>>;
}

const { DAPF_ENV: environment = "", CDKTF_OUTDIR = "", LEDGER_FOLDER = "", LEDGER_OPERATION = "" } = process.env;
fs.writeFileSync(path.join(LEDGER_FOLDER, "pids", String(process.pid)), "");

const root = process.cwd();
const folder = path.join(CDKTF_OUTDIR, "stacks", environment);
// The test writes this file, from a value of this type.
const config = JSON.parse(fs.readFileSync(path.join(root, "config.json"), "utf8")) as Config;
const items = config[environment]?.items ?? {};
const asset = fs.readFileSync(path.join(root, "asset.txt"), "utf8");

/** Appends a line in one write, so that lines of several processes do not mix. */
const ledgerLine = (action: string, name: string, value: string) => {
  const line = `"$LEDGER_OPERATION" ${environment} ${action} '${name}' "${value}"`;
  return `printf '%s %s %s %s %s\\n' ${line} >> "$LEDGER_FOLDER/ledger"`;
};
// The pause is there to be interrupted: an apply that takes no time would seldom meet anybody.
const provisioners = (name: string, value: string) => [
  { "local-exec": { command: `sleep 0.1; ${ledgerLine("create", name, value)}` } },
  { "local-exec": { when: "destroy", command: ledgerLine("destroy", name, "${self.triggers_replace}") } },
];

// One file name whatever it holds, unlike CDKTF's: who changes it changes it for everybody who has not uploaded it yet.
fs.rmSync(path.join(folder, "assets"), { recursive: true, force: true });
fs.mkdirSync(path.join(folder, "assets"), { recursive: true });
fs.writeFileSync(path.join(folder, "assets", "file"), asset);
const state = path.relative(folder, path.join(root, `terraform.${environment}.tfstate`));
const stack = {
  terraform: { backend: { local: { path: state } } },
  resource: {
    terraform_data: {
      item: {
        for_each: items,
        triggers_replace: "${each.value}",
        provisioner: provisioners("item.${each.key}", "${self.triggers_replace}"),
      },
      upload: {
        triggers_replace: asset,
        depends_on: ["terraform_data.item"],
        provisioner: provisioners("upload", "$(cat assets/file)"),
      },
    },
  },
};
fs.writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(stack));
const manifest = { version: "0", stacks: { [environment]: { annotations: [] } } };
fs.writeFileSync(path.join(CDKTF_OUTDIR, "manifest.json"), JSON.stringify(manifest));

const ofItems = Object.entries(items).map(([key, value]) => [`terraform_data.item["${key}"]`, value]);
const values = { ...Object.fromEntries(ofItems), "terraform_data.upload": asset };
const made: Synthesis = { operation: LEDGER_OPERATION, environment, values };
fs.appendFileSync(path.join(LEDGER_FOLDER, "syntheses"), `${JSON.stringify(made)}\n`);
