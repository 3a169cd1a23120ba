import { isArn } from "../../../../aws/arns";
import { type ApiCall, arnHere } from "../api-call";

/** @param name - or an ARN, which requests may give as well */
export function tableNamed(call: ApiCall, name: string): string {
  return isArn(name) ? name : arnHere(call, "dynamodb", `table/${name}`);
}
