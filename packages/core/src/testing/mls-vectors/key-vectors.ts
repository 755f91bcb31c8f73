import { concat, encodeVector } from '@rushlight/protocol'
import { decodeAuthenticatedContent } from '#ts-mls/authenticatedContent.js'
import { encodeFramedContent } from '#ts-mls/framedContent.js'
import { deriveKeySchedule } from '#ts-mls/keySchedule.js'
import { decodeGroupContext } from '#ts-mls/groupContext.js'
import { senderDataKey } from '../../group-crypto/mls/framing.ts'
import {
  confirmationTag,
  confirmedTranscriptHash,
  epochFromSecret,
  exportFrom,
  interimTranscriptHash,
  joinerSecret,
} from '../../group-crypto/mls/keys/key-schedule.ts'
import { deriveSecret, expandWithLabel } from '../../group-crypto/mls/keys/labels.ts'
import { createSecretTree, drawAt } from '../../group-crypto/mls/keys/secret-tree.ts'
import type { RatchetKind, SecretTree } from '../../group-crypto/mls/keys/secret-tree.ts'
import type { Suite } from '../../group-crypto/mls/keys/suite.ts'
import { widthFor } from '../../group-crypto/mls/tree/tree-math.ts'
import { parseWhole } from '../../group-crypto/mls/wire/ts-mls.ts'
import { librarySuite } from './library-suite.ts'
import { ensure, ensureEqual } from './vector-value.ts'
import type { VectorValue } from './vector-value.ts'

/** One epoch after the other; ours and the library's schedule must give the same. */
export async function runKeySchedule(suite: Suite, vector: VectorValue): Promise<void> {
  let init = vector.bytes('initial_init_secret')
  for (const epoch of vector.list('epochs')) {
    const context = epoch.bytes('group_context')
    const joiner = joinerSecret(suite, init, { commitSecret: epoch.bytes('commit_secret'), context })
    ensureEqual(joiner, epoch.bytes('joiner_secret'), 'the joiner secret')
    const psk = epoch.bytes('psk_secret')
    const member = suite.hpke.kdf.extract(joiner, psk)
    ensureEqual(deriveSecret(suite, member, 'welcome'), epoch.bytes('welcome_secret'), 'the welcome secret')
    const length = suite.hashBytes
    const secret = expandWithLabel(suite, member, { label: 'epoch', context, length })
    const { secrets, confirmationKey, encryption } = epochFromSecret(suite, secret)
    ensureEqual(secrets.senderData, epoch.bytes('sender_data_secret'), 'the sender data secret')
    ensureEqual(secrets.exporter, epoch.bytes('exporter_secret'), 'the exporter secret')
    ensureEqual(secrets.authenticator, epoch.bytes('epoch_authenticator'), 'the epoch authenticator')
    ensureEqual(confirmationKey, epoch.bytes('confirmation_key'), 'the confirmation key')
    ensureEqual(encryption, epoch.bytes('encryption_secret'), 'the encryption secret')
    ensureEqual(secrets.init, epoch.bytes('init_secret'), 'the init secret')
    const wanted = epoch.field('exporter')
    const exported = exportFrom(suite, secrets.exporter, {
      label: wanted.text('label'),
      context: wanted.bytes('context'),
      length: wanted.number('length'),
    })
    ensureEqual(exported, wanted.bytes('secret'), 'the exported secret')
    await runLibrarySchedule(suite, epoch, { joiner, psk })
    init = secrets.init
  }
}

async function runLibrarySchedule(
  suite: Suite,
  epoch: VectorValue,
  { joiner, psk }: { readonly joiner: Uint8Array; readonly psk: Uint8Array },
): Promise<void> {
  const context = parseWhole(decodeGroupContext, epoch.bytes('group_context'))
  ensure(context !== undefined, 'a GroupContext')
  const library = librarySuite(suite)
  const [schedule] = await deriveKeySchedule(joiner, psk, context, library.kdf)
  ensureEqual(schedule.externalSecret, epoch.bytes('external_secret'), 'the external secret')
  ensureEqual(schedule.membershipKey, epoch.bytes('membership_key'), 'the membership key')
  ensureEqual(schedule.resumptionPsk, epoch.bytes('resumption_psk'), 'the resumption PSK')
  const external = await suite.hpke.kem.deriveKeyPair(schedule.externalSecret)
  ensureEqual(external.publicKey, epoch.bytes('external_pub'), 'the external public key')
}

export async function runSecretTree(suite: Suite, vector: VectorValue): Promise<void> {
  const sender = vector.field('sender_data')
  const { key, nonce } = senderDataKey(suite, sender.bytes('sender_data_secret'), sender.bytes('ciphertext'))
  ensureEqual(key, sender.bytes('key'), 'the key of sender data')
  ensureEqual(nonce, sender.bytes('nonce'), 'the nonce of sender data')
  const leaves = vector.list('leaves')
  let tree = createSecretTree(widthFor(leaves.length), vector.bytes('encryption_secret'))
  for (const [leaf, generations] of leaves.entries()) {
    for (const wanted of generations.items()) {
      tree = drawAndCompare(suite, tree, { leaf, kind: 'handshake', wanted })
      tree = drawAndCompare(suite, tree, { leaf, kind: 'application', wanted })
    }
  }
}

type Wanted = { readonly leaf: number; readonly kind: RatchetKind; readonly wanted: VectorValue }

function drawAndCompare(suite: Suite, tree: SecretTree, { leaf, kind, wanted }: Wanted): SecretTree {
  const drawn = drawAt(suite, tree, { leaf, kind, generation: wanted.number('generation') })
  ensure(drawn !== undefined, 'a key')
  ensureEqual(drawn.messageKey.key, wanted.bytes(`${kind}_key`), 'the key')
  ensureEqual(drawn.messageKey.nonce, wanted.bytes(`${kind}_nonce`), 'the nonce')
  return drawn.tree
}

export async function runTranscriptHashes(suite: Suite, vector: VectorValue): Promise<void> {
  const content = parseWhole(decodeAuthenticatedContent, vector.bytes('authenticated_content'))
  ensure(content?.auth.contentType === 'commit', 'a commit')
  const interimBefore = vector.bytes('interim_transcript_hash_before')
  const wireFormat = vector.bytes('authenticated_content').subarray(0, 2)
  const said = concat(wireFormat, encodeFramedContent(content.content), encodeVector(content.auth.signature))
  const confirmed = confirmedTranscriptHash(suite, interimBefore, said)
  ensureEqual(confirmed, vector.bytes('confirmed_transcript_hash_after'), 'the confirmed hash')
  const tag = confirmationTag(suite, vector.bytes('confirmation_key'), confirmed)
  ensureEqual(tag, content.auth.confirmationTag, 'the confirmation tag')
  ensureEqual(
    interimTranscriptHash(suite, confirmed, tag),
    vector.bytes('interim_transcript_hash_after'),
    'the interim hash',
  )
}
