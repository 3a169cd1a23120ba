/**
 * Service Quotas: what an account may have. Source: Service Quotas API Reference. Only quotas of what AWS Batch starts are known
 * here; moto, which has those of VPC, answers the rest. Nothing in the embedded AWS holds anybody to them.
 */
import {
  type EdgeRequest,
  type EdgeResponse,
  type Forward,
  jsonAnswer,
  jsonBody,
  jsonError,
  type ServiceHandler,
  textOf,
} from "./edge/messages";

/** Code -> service and name. Sources: Amazon EC2 User Guide, "Amazon EC2 service quotas"; AWS General Reference, "AWS Fargate". */
const NAMES: Readonly<Record<string, readonly [service: string, name: string]>> = {
  "L-1216C47A": ["ec2", "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances"],
  "L-34B43A08": ["ec2", "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests"],
  "L-DB2E81BA": ["ec2", "Running On-Demand G and VT instances"],
  "L-3819A6DF": ["ec2", "All G and VT Spot Instance Requests"],
  "L-417A185B": ["ec2", "Running On-Demand P instances"],
  "L-7212CCBC": ["ec2", "All P4, P3 and P2 Spot Instance Requests"],
  "L-3032A538": ["fargate", "Fargate On-Demand vCPU resource count"],
  "L-36FBB829": ["fargate", "Fargate Spot vCPU resource count"],
};

/** vCPUs: of an account that was granted what it trains with; a new one has 0 or 5 of most. */
const GRANTED = 10_000;

export class ServiceQuotas implements ServiceHandler {
  /** `account/region/code` -> vCPUs that were asked for. */
  private readonly increased = new Map<string, number>();

  /** @param initial - code -> vCPUs that accounts have from the start. @default GRANTED */
  constructor(private readonly initial: Readonly<Record<string, number>> = {}) {}

  handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    const body = jsonBody(request);
    const [service, code] = [textOf(body["ServiceCode"]), textOf(body["QuotaCode"])];
    const isOurs = Object.values(NAMES).some(([known]) => known === service);
    if (!isOurs) return forward(request);
    return Promise.resolve(this.answer(request, service, code, Number(body["DesiredValue"])));
  }

  reset(): void {
    this.increased.clear();
  }

  private answer(request: EdgeRequest, service: string, code: string, desired: number): EdgeResponse {
    const { operation } = request;
    if (operation === "ListServiceQuotas") {
      const codes = Object.keys(NAMES).filter((one) => NAMES[one]?.[0] === service);
      return jsonAnswer({ Quotas: codes.map((one) => this.quota(request, one)) });
    }
    if (NAMES[code]?.[0] !== service) {
      return jsonError(
        400,
        "NoSuchResourceException",
        "The request failed because the specified service quota does not exist.",
      );
    }
    if (operation === "GetServiceQuota") return jsonAnswer({ Quota: this.quota(request, code) });
    if (operation !== "RequestServiceQuotaIncrease") {
      return jsonError(501, "NotImplemented", `The embedded AWS has no ${operation} of ${service}.`);
    }
    if (!(desired > this.valueOf(request, code))) {
      const message = "The value that you have requested is not greater than the value that you have already.";
      return jsonError(400, "IllegalArgumentException", message);
    }
    this.increased.set(keyOf(request, code), desired);
    const { QuotaName, ServiceCode } = this.quota(request, code);
    // On AWS somebody looks at it first; here nobody has to.
    return jsonAnswer({
      RequestedQuota: { ServiceCode, QuotaCode: code, QuotaName, DesiredValue: desired, Status: "APPROVED" },
    });
  }

  private quota(request: EdgeRequest, code: string) {
    const [ServiceCode = "", QuotaName = ""] = NAMES[code] ?? [];
    const Value = this.valueOf(request, code);
    return { ServiceCode, QuotaCode: code, QuotaName, Value, Unit: "None", Adjustable: true, GlobalQuota: false };
  }

  private valueOf(request: EdgeRequest, code: string): number {
    return this.increased.get(keyOf(request, code)) ?? this.initial[code] ?? GRANTED;
  }
}

const keyOf = ({ identity: { account, region } }: EdgeRequest, code: string): string => `${account}/${region}/${code}`;
