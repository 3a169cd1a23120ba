/**
 * What a caller may do: everything, as long as the embedded AWS refuses nobody, and so say the simulations of policies, which moto
 * does not have. Source: IAM API Reference, SimulatePrincipalPolicy and SimulateCustomPolicy.
 */
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "./messages";
import { escaped, protocolError } from "./protocol";

const NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/";
const OPERATIONS = new Set(["SimulatePrincipalPolicy", "SimulateCustomPolicy"]);

export class Permissions implements ServiceHandler {
  handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    if (!OPERATIONS.has(request.operation)) return forward(request);
    const form = new URLSearchParams(request.body.toString("utf8"));
    const actions = membersOf(form, "ActionNames");
    const wrong = actions.find((action) => !/^[\w-]+:[\w*?]+$/.test(action));
    if (actions.length === 0 || wrong !== undefined) {
      const message = `Invalid Entity Action: ${wrong ?? "ActionNames is required"}`;
      return Promise.resolve(protocolError(request, { status: 400, code: "InvalidInput", message }));
    }
    const resources = membersOf(form, "ResourceArns");
    const results = actions.flatMap((action) =>
      (resources.length === 0 ? ["*"] : resources).map((resource) => resultOf(action, resource)),
    );
    return Promise.resolve(answerOf(request.operation, results));
  }
}

/** The members of a list of the query protocol, in their order. */
function membersOf(form: URLSearchParams, name: string): string[] {
  const members: string[] = [];
  for (let value: string | null; (value = form.get(`${name}.member.${members.length + 1}`)) !== null;)
    members.push(value);
  return members;
}

function resultOf(action: string, resource: string): string {
  return [
    `<member><EvalActionName>${escaped(action)}</EvalActionName><EvalResourceName>${escaped(resource)}</EvalResourceName>`,
    "<EvalDecision>allowed</EvalDecision><MatchedStatements/><MissingContextValues/></member>",
  ].join("");
}

function answerOf(operation: string, results: readonly string[]): EdgeResponse {
  const result = `<IsTruncated>false</IsTruncated><EvaluationResults>${results.join("")}</EvaluationResults>`;
  const body = Buffer.from(
    `<${operation}Response xmlns="${NAMESPACE}"><${operation}Result>${result}</${operation}Result></${operation}Response>`,
  );
  return { status: 200, headers: { "content-type": "text/xml", "content-length": body.length }, body };
}
