import type { RouteTable, SecurityGroup, Subnet, VpcEndpoint } from "@aws-sdk/client-ec2";
import type { EcrImage } from "../../aws/ecr-image";
import type { Architecture } from "../../aws/batch/instance-sizes";
import { type Seen, UNSEEN } from "../seen";

/** The network that a job would start in. */
export interface NetworkFacts {
  /** Name of the compute environment. */
  readonly environment: string;
  readonly isFargate: boolean;
  /** Whether what starts there has a public address; undefined: each subnet says it. */
  readonly hasPublicAddress: boolean | undefined;
  readonly region: string;
  /** Ids, as the environment names them. */
  readonly wantedSubnets: readonly string[];
  readonly wantedGroups: readonly string[];
  readonly subnets: Seen<readonly Subnet[]>;
  /** Of the VPCs of the subnets. */
  readonly routeTables: Seen<readonly RouteTable[]>;
  readonly endpoints: Seen<readonly VpcEndpoint[]>;
  readonly groups: Seen<readonly SecurityGroup[]>;
}

/** An image of ECR, as its repository has it. */
export interface ImageFacts {
  readonly image: EcrImage;
  /** Whether the repository has the tag or the digest. */
  readonly isThere: boolean;
  /** For which architectures it is; undefined where its manifest does not say it. */
  readonly architectures: readonly string[] | undefined;
}

export interface MissingPermission {
  /** `ecr:BatchGetImage` */
  readonly action: string;
  readonly resource: string;
}

/** What a role may not do of what the start of a container takes. */
export interface RoleFacts {
  readonly denied: readonly MissingPermission[];
}

export interface SecretFacts {
  /** Of the variable. */
  readonly name: string;
  /** ARN of a secret or a parameter, or the name of one. */
  readonly valueFrom: string;
  /** Whether it is a secret of Secrets Manager, or else a parameter. */
  readonly isSecret: boolean;
  /** With when it was deleted, if it was. */
  readonly seen: Seen<{ readonly deletedAt?: Date | undefined }>;
}

export interface QuotaFacts {
  /** `Running On-Demand G and VT instances` */
  readonly name: string;
  readonly code: string;
  /** `ec2` or `fargate` */
  readonly service: string;
  /** vCPUs */
  readonly value: number;
}

/** What an attempt needs before its container runs. */
export interface StartFacts {
  readonly network: NetworkFacts | undefined;
  /** The names of the roles in the instance profile. */
  readonly profile: Seen<readonly string[]>;
  /** Name or ARN of the profile. */
  readonly profileName: string | undefined;
  /** The service-linked role of AWS Batch. */
  readonly linkedRole: Seen<true>;
  readonly quota: Seen<QuotaFacts>;
  /** Absent: the repository is not there. */
  readonly image: Seen<ImageFacts>;
  /** Of what the machines of the environment are. */
  readonly architectures: readonly Architecture[];
  /** Who prepares the container: its execution role, else the role of the instance. */
  readonly roleArn: string | undefined;
  /** Absent: there is no such role. */
  readonly role: Seen<RoleFacts>;
  /** Name of the log group; undefined where it is AWS's own, which is made at need, or there is none. */
  readonly logGroupName: string | undefined;
  readonly logGroup: Seen<true>;
  readonly secrets: readonly SecretFacts[];
}

/** Nothing was looked at yet. */
export const NO_START_FACTS: StartFacts = {
  network: undefined,
  profile: UNSEEN,
  profileName: undefined,
  linkedRole: UNSEEN,
  quota: UNSEEN,
  image: UNSEEN,
  architectures: [],
  roleArn: undefined,
  role: UNSEEN,
  logGroupName: undefined,
  logGroup: UNSEEN,
  secrets: [],
};
