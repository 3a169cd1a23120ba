import {
  AddressTakenError,
  EmptyStateError,
  ForeignStateError,
  MalformedStateError,
  StateFormatError,
  StateMissingError,
  StateTooNewError,
} from "../deploy";

/** @returns the sentence for a state that cannot be adopted; undefined for any other error. */
export function adoptionFailureText(error: Error): string | undefined {
  if (error instanceof StateMissingError) return `${error.source}: ${error.reason}.`;
  if (error instanceof MalformedStateError) return `${error.source} ${error.problem}.`;
  if (error instanceof EmptyStateError) return `${error.source} holds no resources: there is nothing to adopt.`;
  if (error instanceof ForeignStateError) return foreignText(error);
  if (error instanceof AddressTakenError) return takenText(error);
  if (error instanceof StateTooNewError) {
    const { source, writtenBy, installed } = error;
    return `${source} was written by Terraform ${writtenBy}, and installed is ${installed}: install ${writtenBy} or newer.`;
  }
  if (error instanceof StateFormatError) {
    const { source, found, supported } = error;
    const hint =
      found > supported
        ? "a newer dapf is needed"
        : "run terraform apply -refresh-only with the HCL and a current Terraform first";
    return `${source} has state format ${found}, and dapf reads format ${supported}: ${hint}.`;
  }
  return undefined;
}

function foreignText({ source, environment, what, found, expected }: ForeignStateError): string {
  if (what === "account") {
    return `${source} is the state of account ${found ?? "unknown"}, and ${environment} is for account ${expected}.`;
  }
  const whose = found === undefined ? "no platform" : `another environment, whose names begin with ${found}`;
  return `${source} is the state of ${whose}; those of ${environment} begin with ${expected}.`;
}

function takenText({ source, taken }: AddressTakenError): string {
  return [
    `${source} has resources at addresses that others of its resources are to move to:`,
    ...taken.map(({ from, to }) => `  ${from}\n    is to move to ${to}`),
    "Terraform would destroy the former: find out which is the live one, and take the other out with terraform state rm.",
  ].join("\n");
}
