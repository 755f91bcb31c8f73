import type { ProviderName } from '@rushlight/protocol'

/** With whom this provider speaks, as its operator has it. */
export type FederationSettings = {
  readonly isOn: boolean
  /** Nobody but these; `undefined`: everybody. */
  readonly allowed: readonly ProviderName[] | undefined
  readonly denied: readonly ProviderName[]
}

export interface FederationPolicy {
  allows(provider: ProviderName): boolean
}

/**
 * The list of the denied outranks that of the allowed. A provider that has a name in the world speaks with none that says
 * to be on its own machine, whoever asks it to: what listens there on other ports is none of theirs.
 */
export function createFederationPolicy(
  { isOn, allowed, denied }: FederationSettings,
  own: ProviderName,
): FederationPolicy {
  return {
    allows: (provider) =>
      isOn &&
      provider !== own &&
      !denied.includes(provider) &&
      (allowed?.includes(provider) ?? true) &&
      (isLocalName(own) || !isLocalName(provider)),
  }
}

/** Names of this machine, and numbers, which are no names. */
export function isLocalName(name: ProviderName): boolean {
  return /^(?:localhost|[0-9.]+)(?::|$)/.test(name) || /\.localhost(?::|$)/.test(name)
}
