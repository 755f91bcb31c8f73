import { keyOf } from '../../ids/keys.ts'
import type { AccountPrivateKey, DevicePublicKey } from '../../ids/keys.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { accountId, deviceId } from '../../ids/ids.ts'
import { formatLinkCode, formatLinkLink, rendezvousOf } from '../../linking/link-code.ts'
import { commitmentOf, openLinkChannel, openLinkGrant, sealLinkGrant } from '../../linking/link-channel.ts'
import { linkAnswer, linkCommitment, linkGrant, linkReveal, linkVerdict } from '../../linking/link-messages.ts'
import { derivation, said } from './vector-case.ts'
import type { DerivationCase, VectorCase } from './vector-case.ts'

export async function linkingVectors(crypto: Crypto): Promise<readonly VectorCase[]> {
  const [code, secret] = [crypto.randomBytes(5), crypto.randomBytes(32)]
  const [one, other] = [crypto.randomBytes(32), crypto.randomBytes(32)]
  const [ephemeral, answering] = [await crypto.x25519PublicKey(one), await crypto.x25519PublicKey(other)]
  const nonces = [crypto.randomBytes(32), crypto.randomBytes(32)] as const
  const device = {
    id: deviceId.fromBytes(crypto.randomBytes(16)),
    key: keyOf<DevicePublicKey>(await crypto.ed25519PublicKey(crypto.randomBytes(32))),
  }
  const revealing = { ephemeral, nonce: nonces[0], device, name: 'Terminal' }
  const reveal = linkReveal.encode(revealing)
  const committing = { format: 1, commitment: commitmentOf(crypto, reveal), knowsSecret: true } as const
  const answer = { ephemeral: answering, nonce: nonces[1], usesSecret: true }
  const grant = {
    account: accountId.fromBytes(crypto.randomBytes(32)),
    accountKey: keyOf<AccountPrivateKey>(crypto.randomBytes(32)),
    backupKey: crypto.randomBytes(32),
    url: 'https://chat.example.org',
  }
  const messages = {
    commitment: linkCommitment.encode(committing),
    answer: linkAnswer.encode(answer),
    reveal,
  }
  const channel = await openLinkChannel(crypto, { own: one, other: answering, secret }, messages)
  if (channel === undefined) throw new Error('two keys that are good')
  const sealed = await sealLinkGrant(crypto, channel.key, grant)
  const emoji = channel.emoji.map(({ en }) => en).join(', ')
  return [
    derivation('a code as it is shown', { code }, () => formatLinkCode(code)),
    derivation('a link', { code, secret }, () => formatLinkLink('https://chat.example.org', { code, secret })),
    derivation('the rendezvous', { code }, () => rendezvousOf(crypto, { code })),
    said('commitment', committing, { bytes: messages.commitment, parse: linkCommitment.parse }),
    said('answer', answer, { bytes: messages.answer, parse: linkAnswer.parse }),
    said('reveal', revealing, { bytes: reveal, parse: linkReveal.parse }),
    said('grant', grant, { bytes: linkGrant.encode(grant), parse: linkGrant.parse }),
    said('verdict: refused', { kind: 'refused' } as const, {
      bytes: linkVerdict.encode({ kind: 'refused' }),
      parse: linkVerdict.parse,
    }),
    channelCase({ ...messages, own: other, other: ephemeral, secret }, { key: channel.key, emoji, sealed }),
  ]

  function channelCase(
    given: Readonly<Record<'own' | 'other' | 'secret' | keyof typeof messages, Uint8Array>>,
    result: { readonly key: Uint8Array; readonly emoji: string; readonly sealed: Uint8Array },
  ): DerivationCase {
    return {
      kind: 'derivation',
      name: 'the channel, as the other side opens it, and the grant in it',
      given,
      result,
      async holds() {
        const opened = await openLinkChannel(crypto, { own: other, other: ephemeral, secret }, messages)
        const read = opened === undefined ? undefined : await openLinkGrant(crypto, opened.key, result.sealed)
        return read?.account === grant.account && opened?.emoji.map(({ en }) => en).join(', ') === result.emoji
      },
    }
  }
}
