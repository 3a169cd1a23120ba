/**
 * What policies would say, without calling anything.
 *
 * Source: IAM API Reference, SimulatePrincipalPolicy, SimulateCustomPolicy, EvaluationResult.
 */
import { partsOfArn } from "../../../aws/arns";
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "../../edge/messages";
import { protocolError } from "../../edge/protocol";
import { type XmlObject, xmlAnswer } from "../callers/form";
import type { NamedPolicy } from "../model";
import { PolicyError } from "../policy";
import type { Store } from "../store/store";
import { resultsOf } from "./results";
import { type Simulation, SimulationFault, simulationIn } from "./simulation";

const NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/";
const STANDARD_PAGE = 100;

/** SimulatePrincipalPolicy and SimulateCustomPolicy; the rest of IAM is moto's. */
export class PolicySimulator implements ServiceHandler {
  constructor(private readonly store: Store) {}

  async handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    const { operation } = request;
    if (operation !== "SimulatePrincipalPolicy" && operation !== "SimulateCustomPolicy") return forward(request);
    const form = new URLSearchParams(request.body.toString("utf8"));
    try {
      const simulation = await (operation === "SimulatePrincipalPolicy" ? this.ofPrincipal(form) : ofCustom(form));
      return pageOf(operation, form, resultsOf(simulation));
    } catch (error) {
      if (error instanceof SimulationFault)
        return protocolError(request, { status: error.status, code: error.code, message: error.message });
      if (!(error instanceof PolicyError)) throw error;
      return protocolError(request, { status: 400, code: "InvalidInput", message: error.message });
    }
  }

  private async ofPrincipal(form: URLSearchParams): Promise<Simulation> {
    const source = form.get("PolicySourceArn") ?? "";
    const identities = await this.store.identities();
    const own = identities.policiesOf(source);
    if (identities.user(source) === undefined && identities.role(source) === undefined) {
      const isIdentity = /:(?:user|role|group)\//.test(partsOfArn(`${source}`)?.resource.replace(/^/, ":") ?? "");
      if (!isIdentity) throw new SimulationFault("InvalidInput", `Invalid Entity Arn: ${source}`);
      throw new SimulationFault("NoSuchEntity", `The entity with ARN ${source} cannot be found.`, 404);
    }
    return simulationIn(form, source, own.identity, own.boundary);
  }
}

function ofCustom(form: URLSearchParams): Simulation {
  const none: readonly NamedPolicy[] = [];
  return simulationIn(form, undefined, none, undefined);
}

function pageOf(operation: string, form: URLSearchParams, results: readonly XmlObject[]): EdgeResponse {
  const from = Number(form.get("Marker") ?? 0);
  const most = Number(form.get("MaxItems") ?? STANDARD_PAGE);
  const page = results.slice(from, from + most);
  const end = from + page.length;
  const isTruncated = end < results.length;
  return xmlAnswer(NAMESPACE, operation, {
    IsTruncated: isTruncated,
    ...(isTruncated ? { Marker: String(end) } : {}),
    EvaluationResults: page,
  });
}
