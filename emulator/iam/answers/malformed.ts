/** Policies are refused that nobody can decide with, when they are put. */
import type { EdgeRequest, EdgeResponse } from "../../edge/messages";
import { jsonIn, textOf } from "../../edge/messages";
import { protocolError } from "../../edge/protocol";
import { compilePolicy, PolicyError, type PolicyKind } from "../policy";

interface PolicyMember {
  readonly member: string;
  readonly kind: PolicyKind;
}

/** Operation -> its policy. IAM API Reference, errors of each: MalformedPolicyDocument, 400. */
const OF_IAM: Readonly<Record<string, PolicyMember>> = {
  CreatePolicy: { member: "PolicyDocument", kind: "identity" },
  CreatePolicyVersion: { member: "PolicyDocument", kind: "identity" },
  PutRolePolicy: { member: "PolicyDocument", kind: "identity" },
  PutUserPolicy: { member: "PolicyDocument", kind: "identity" },
  PutGroupPolicy: { member: "PolicyDocument", kind: "identity" },
  CreateRole: { member: "AssumeRolePolicyDocument", kind: "trust" },
  UpdateAssumeRolePolicy: { member: "PolicyDocument", kind: "trust" },
};

/** KMS API Reference, CreateKey and PutKeyPolicy: MalformedPolicyDocumentException, 400. */
const OF_KMS = new Set(["CreateKey", "PutKeyPolicy"]);

/** @returns the refusal of a call that puts a policy which is none */
export function malformedPolicy(call: EdgeRequest): EdgeResponse | undefined {
  const { identity, operation, body } = call;
  switch (identity.service) {
    case "iam": {
      const of = OF_IAM[operation];
      if (of === undefined) return undefined;
      const document = new URLSearchParams(body.toString("utf8")).get(of.member);
      return refusalOf(call, document, of.kind, "MalformedPolicyDocument");
    }
    case "kms": {
      if (!OF_KMS.has(operation)) return undefined;
      return refusalOf(call, textOf(jsonIn(body)["Policy"]), "resource", "MalformedPolicyDocumentException");
    }
    case "s3": {
      // Amazon S3 API Reference, "Error responses": MalformedPolicy, 400.
      if (operation !== "PUT bucket?policy") return undefined;
      return refusalOf(call, body.toString("utf8"), "resource", "MalformedPolicy");
    }
    default:
      return undefined;
  }
}

function refusalOf(
  call: EdgeRequest,
  document: string | null,
  kind: PolicyKind,
  code: string,
): EdgeResponse | undefined {
  if (document === null || document === "") return undefined;
  try {
    compilePolicy({ name: "of the request", document }, kind);
    return undefined;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return protocolError(call, { status: 400, code, message: error.message });
  }
}
