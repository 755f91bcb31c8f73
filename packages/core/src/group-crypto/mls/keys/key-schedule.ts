import { concat, encodeVector, equalSecrets } from '@rushlight/protocol'
import { deriveSecret, expandWithLabel } from './labels.ts'
import type { Suite } from './suite.ts'

/**
 * The key schedule (RFC 9420 §8), as far as it is used: no PSKs, no external joins, no public messages. What is not
 * needed is not derived, and so cannot be stolen.
 */
export type EpochSecrets = {
  readonly senderData: Uint8Array
  readonly exporter: Uint8Array
  readonly authenticator: Uint8Array
  /** The next epoch hangs on it. */
  readonly init: Uint8Array
}

export type NewEpoch = {
  readonly secrets: EpochSecrets
  readonly confirmationKey: Uint8Array
  /** The root of the secret tree. */
  readonly encryption: Uint8Array
}

export function joinerSecret(
  suite: Suite,
  init: Uint8Array,
  { commitSecret, context }: { readonly commitSecret: Uint8Array; readonly context: Uint8Array },
): Uint8Array {
  const extracted = suite.hpke.kdf.extract(init, commitSecret)
  return expandWithLabel(suite, extracted, { label: 'joiner', context, length: suite.hashBytes })
}

export function epochFromJoiner(suite: Suite, joiner: Uint8Array, context: Uint8Array): NewEpoch {
  const member = memberSecret(suite, joiner)
  return epochFromSecret(suite, expandWithLabel(suite, member, { label: 'epoch', context, length: suite.hashBytes }))
}

export function epochFromSecret(suite: Suite, epochSecret: Uint8Array): NewEpoch {
  const derive = (label: string): Uint8Array => deriveSecret(suite, epochSecret, label)
  return {
    secrets: {
      senderData: derive('sender data'),
      exporter: derive('exporter'),
      authenticator: derive('authentication'),
      init: derive('init'),
    },
    confirmationKey: derive('confirm'),
    encryption: derive('encryption'),
  }
}

/** Key and nonce under which the GroupInfo of a Welcome is sealed (§12.4.3.1). */
export function welcomeKey(suite: Suite, joiner: Uint8Array): { key: Uint8Array; nonce: Uint8Array } {
  const welcome = deriveSecret(suite, memberSecret(suite, joiner), 'welcome')
  const derive = (label: string, length: number): Uint8Array =>
    expandWithLabel(suite, welcome, { label, context: new Uint8Array(0), length })
  return { key: derive('key', suite.hpke.aead.keyBytes), nonce: derive('nonce', suite.hpke.aead.nonceBytes) }
}

/** §8.5. */
export function exportFrom(
  suite: Suite,
  exporter: Uint8Array,
  { label, context, length }: { readonly label: string; readonly context: Uint8Array; readonly length: number },
): Uint8Array {
  const secret = deriveSecret(suite, exporter, label)
  return expandWithLabel(suite, secret, { label: 'exported', context: suite.hash(context), length })
}

/** §8.2. `signedContent` is what was signed of the commit without the GroupContext. */
export function confirmedTranscriptHash(suite: Suite, interim: Uint8Array, signedContent: Uint8Array): Uint8Array {
  return suite.hash(concat(interim, signedContent))
}

export function interimTranscriptHash(suite: Suite, confirmed: Uint8Array, tag: Uint8Array): Uint8Array {
  return suite.hash(concat(confirmed, encodeVector(tag)))
}

/** §8.1. */
export function confirmationTag(suite: Suite, confirmationKey: Uint8Array, transcriptHash: Uint8Array): Uint8Array {
  return suite.mac(confirmationKey, transcriptHash)
}

export function isConfirmed(expected: Uint8Array, tag: Uint8Array): boolean {
  return equalSecrets(expected, tag)
}

/** Joiner secret and the secret of no PSKs (§8.4: zeros). */
function memberSecret(suite: Suite, joiner: Uint8Array): Uint8Array {
  return suite.hpke.kdf.extract(joiner, new Uint8Array(suite.hashBytes))
}
