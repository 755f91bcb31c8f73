import { acceptAll } from '#ts-mls/incomingMessageAction.js'
import { joinGroup as joinByLibrary, makePskIndex } from '#ts-mls/clientState.js'
import type { ClientState } from '#ts-mls/clientState.js'
import { defaultClientConfig } from '#ts-mls/clientConfig.js'
import { decodeMlsMessage } from '#ts-mls/message.js'
import { processMessage } from '#ts-mls/processMessages.js'
import { decodeRatchetTree } from '#ts-mls/ratchetTree.js'
import { applyCommit } from '../../group-crypto/mls/apply-commit.ts'
import type { Group } from '../../group-crypto/mls/group.ts'
import { viewGroup } from '../../group-crypto/mls/group-view.ts'
import { joinGroup } from '../../group-crypto/mls/join-group.ts'
import { encodePrivateKeys, readKeyPackage } from '../../group-crypto/mls/key-package.ts'
import type { Suite } from '../../group-crypto/mls/keys/suite.ts'
import { openHandshake } from '../../group-crypto/mls/open-handshake.ts'
import { readWelcome } from '../../group-crypto/mls/open-welcome.ts'
import { parseWhole } from '../../group-crypto/mls/wire/ts-mls.ts'
import { librarySuite } from './library-suite.ts'
import { ensure, ensureEqual } from './vector-value.ts'
import type { VectorValue } from './vector-value.ts'

/**
 * A client that joins and follows. The library speaks all that these vectors hold; our own group goes along as long as
 * what comes is of the kind that Rushlight speaks, and must then agree.
 */
export async function runPassiveClient(suite: Suite, vector: VectorValue): Promise<void> {
  const psks = vector.list('external_psks').map((psk) => [psk.bytes('psk_id').toBase64(), psk.bytes('psk')] as const)
  const twin: Twin = { suite, psks: Object.fromEntries(psks), state: await joinTwin(suite, vector, psks) }
  let own = await joinOwn(suite, vector)
  const joined = vector.bytes('initial_epoch_authenticator')
  ensureEqual(twin.state.keySchedule.epochAuthenticator, joined, 'the first epoch (library)')
  if (own !== undefined) ensureEqual(viewGroup(own).epochAuthenticator, joined, 'the first epoch')
  for (const epoch of vector.list('epochs')) {
    for (const proposal of epoch.list('proposals')) await receive(twin, bytesOf(proposal))
    await receive(twin, epoch.bytes('commit'))
    const expected = epoch.bytes('epoch_authenticator')
    ensureEqual(twin.state.keySchedule.epochAuthenticator, expected, 'the next epoch (library)')
    own = own && (await follow(own, epoch))
    if (own !== undefined) ensureEqual(viewGroup(own).epochAuthenticator, expected, 'the next epoch')
  }
}

type Twin = { readonly suite: Suite; readonly psks: Record<string, Uint8Array>; state: ClientState }

async function joinTwin(
  suite: Suite,
  vector: VectorValue,
  psks: readonly (readonly [string, Uint8Array])[],
): Promise<ClientState> {
  const keyPackage = readKeyPackage(vector.bytes('key_package'))
  const welcome = readWelcome(vector.bytes('welcome'))
  ensure(keyPackage !== undefined && welcome !== undefined, 'KeyPackage and Welcome')
  const privateKeys = {
    initPrivateKey: vector.bytes('init_priv'),
    hpkePrivateKey: vector.bytes('encryption_priv'),
    signaturePrivateKey: vector.bytes('signature_priv'),
  }
  const outside = vector.field('ratchet_tree')
  const tree = outside.isAbsent() ? undefined : parseWhole(decodeRatchetTree, vector.bytes('ratchet_tree'))
  const index = makePskIndex(undefined, Object.fromEntries(psks))
  const config = {
    ...defaultClientConfig,
    lifetimeConfig: { ...defaultClientConfig.lifetimeConfig, validateLifetimeOnReceive: false },
  }
  return joinByLibrary(welcome, keyPackage, privateKeys, index, librarySuite(suite), tree, undefined, config)
}

async function receive(twin: Twin, bytes: Uint8Array): Promise<void> {
  const message = parseWhole(decodeMlsMessage, bytes)
  ensure(message?.wireformat === 'mls_public_message' || message?.wireformat === 'mls_private_message', 'a message')
  const index = makePskIndex(twin.state, twin.psks)
  const result = await processMessage(message, twin.state, index, acceptAll, librarySuite(twin.suite))
  Object.assign(twin, { state: result.newState })
}

/** Our own group, if the Welcome is one that we speak: tree inside, no PSKs. */
async function joinOwn(suite: Suite, vector: VectorValue): Promise<Group | undefined> {
  const keys = {
    init: vector.bytes('init_priv'),
    encryption: vector.bytes('encryption_priv'),
    signature: vector.bytes('signature_priv'),
  }
  const joined = await joinGroup(suite.crypto, {
    welcome: vector.bytes('welcome'),
    keyPackage: vector.bytes('key_package'),
    privateKeys: encodePrivateKeys(suite, keys),
  })
  if (joined.kind === 'joined') return joined.group
  const treeOutside = !vector.field('ratchet_tree').isAbsent() && joined.reason === 'treeInvalid'
  ensure(treeOutside || joined.reason === 'unsupported', `to join, not ${joined.reason}`)
  return undefined
}

/** One commit further; `undefined` from the first one on that is public, or says what we do not speak. */
async function follow(group: Group, epoch: VectorValue): Promise<Group | undefined> {
  const opened = await openHandshake(group, epoch.bytes('commit'))
  if (opened.kind !== 'commit') {
    const foreign = ['malformed', 'proposalByReference', 'proposalUnsupported']
    ensure(opened.kind === 'void' && foreign.includes(opened.reason), 'a commit')
    return undefined
  }
  const applied = await applyCommit(opened)
  ensure(applied.kind === 'inForce', 'a commit in force')
  return applied.next
}

function bytesOf(value: VectorValue): Uint8Array {
  ensure(typeof value.value === 'string', 'bytes')
  return Uint8Array.fromHex(value.value)
}
