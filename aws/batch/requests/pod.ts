/** What pods on EKS may say, in definitions and in submissions; sources as in `container.ts`. */
import { flag, list, map, object, text, whole } from "../../fields/field";
import { DNS_SUBDOMAIN, MOST_CONTAINERS, POD_NAMESPACE } from "../containers";
import { texts, variableName, word } from "./words";

const podContainer = {
  name: text(),
  command: texts,
  args: texts,
  env: list(
    object("EksContainerEnvironmentVariable", { name: text({ required: true, ...variableName }), value: text() }),
  ),
  resources: object("EksContainerResourceRequirements", { limits: map(), requests: map() }),
};
const podContainers = list(
  object("EksContainer", {
    ...podContainer,
    image: text({ required: true, min: 1 }),
    imagePullPolicy: word("Always", "IfNotPresent", "Never"),
    volumeMounts: list(
      object("EksContainerVolumeMount", { name: text(), mountPath: text(), subPath: text(), readOnly: flag() }),
    ),
    securityContext: object("EksContainerSecurityContext", {
      runAsUser: whole(),
      runAsGroup: whole(),
      privileged: flag(),
      allowPrivilegeEscalation: flag(),
      readOnlyRootFilesystem: flag(),
      runAsNonRoot: flag(),
    }),
  }),
  { most: MOST_CONTAINERS },
);
const metadata = object("EksMetadata", {
  labels: map(),
  annotations: map(),
  namespace: text({
    min: 1,
    max: 63,
    pattern: POD_NAMESPACE,
    rule: "must have only lower-case letters, digits and -, and be neither default nor begin with kube",
  }),
});
const kubernetesName = {
  max: 253,
  pattern: DNS_SUBDOMAIN,
  rule: "must have only lower-case letters, digits, - and ., and begin and end with a letter or digit",
} as const;

export const eksProperties = object("EksProperties", {
  podProperties: object("EksPodProperties", {
    serviceAccountName: text(),
    hostNetwork: flag(),
    dnsPolicy: word("Default", "ClusterFirst", "ClusterFirstWithHostNet"),
    imagePullSecrets: list(object("ImagePullSecret", { name: text({ required: true, ...kubernetesName }) })),
    containers: podContainers,
    initContainers: podContainers,
    volumes: list(
      object("EksVolume", {
        name: text({ required: true, ...kubernetesName }),
        hostPath: object("EksHostPath", { path: text() }),
        emptyDir: object("EksEmptyDir", { medium: word("", "Memory"), sizeLimit: text() }),
        secret: object("EksSecret", { secretName: text({ required: true, ...kubernetesName }), optional: flag() }),
        persistentVolumeClaim: object("EksPersistentVolumeClaim", {
          claimName: text({ required: true }),
          readOnly: flag(),
        }),
      }),
    ),
    metadata,
    shareProcessNamespace: flag(),
  }),
});

const podOverrides = list(object("EksContainerOverride", { ...podContainer, image: text() }));
export const eksPropertiesOverride = object("EksPropertiesOverride", {
  podProperties: object("EksPodPropertiesOverride", {
    containers: podOverrides,
    initContainers: podOverrides,
    metadata,
  }),
});
