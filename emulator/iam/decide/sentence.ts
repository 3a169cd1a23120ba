import type { Decision, Principal, Question, Reason } from "../model";
import { isTrust } from "./findings";

export type Denial = Extract<Decision, { readonly isAllowed: false }>;

/**
 * @returns AWS's sentence: `User: <arn> is not authorized to perform: <action> on resource: <arn> because no identity-based policy
 *   allows the <action> action`
 *
 * Source: IAM User Guide, "Troubleshoot access denied error messages".
 */
export function denialSentence(question: Question, { reason }: Denial): string {
  const { action, resource } = question.ask;
  // S3 writes resources in quotes (Amazon S3 User Guide, "Troubleshoot access denied (403 Forbidden) errors").
  const named = action.startsWith("s3:") ? `"${resource}"` : resource;
  const why = isTrust(question) ? (trustWords(reason, action) ?? words(reason, action)) : words(reason, action);
  return `User: ${nameOf(question.principal)} is not authorized to perform: ${action} on resource: ${named} ${why}`;
}

function nameOf(principal: Principal): string {
  if (principal.kind === "service") return principal.service;
  return principal.kind === "anonymous" ? "anonymous" : principal.arn;
}

function trustWords(reason: Reason, action: string): string | undefined {
  if (reason === "no-resource-allow") return `because no role trust policy allows the ${action} action`;
  return reason === "explicit-deny-resource" ? "with an explicit deny in the role trust policy" : undefined;
}

function words(reason: Reason, action: string): string {
  switch (reason) {
    case "explicit-deny-identity":
      return "with an explicit deny in an identity-based policy";
    case "explicit-deny-resource":
      return "with an explicit deny in a resource-based policy";
    case "explicit-deny-boundary":
      return "with an explicit deny in a permissions boundary";
    case "explicit-deny-session":
      return "with an explicit deny in a session policy";
    case "no-identity-allow":
      return `because no identity-based policy allows the ${action} action`;
    case "no-resource-allow":
      return `because no resource-based policy allows the ${action} action`;
    case "no-boundary-allow":
      return `because no permissions boundary allows the ${action} action`;
    case "no-session-allow":
      return `because no session policy allows the ${action} action`;
  }
}
