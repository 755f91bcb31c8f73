import { concat, encodeVector, equalSecrets } from '@rushlight/protocol'
import type { Crypto } from '@rushlight/protocol'
import { applyCommit } from '../../group-crypto/mls/apply-commit.ts'
import { enterEpoch, nextEpoch, provisionalContext } from '../../group-crypto/mls/epoch.ts'
import { Group } from '../../group-crypto/mls/group.ts'
import type { GroupState } from '../../group-crypto/mls/group.ts'
import { joinGroup } from '../../group-crypto/mls/join-group.ts'
import type { Invitation } from '../../group-crypto/mls/join-group.ts'
import { parsePrivateKeys, readKeyPackage } from '../../group-crypto/mls/key-package.ts'
import { deriveSecret, expandWithLabel, signWithLabel, verifyWithLabel } from '../../group-crypto/mls/keys/labels.ts'
import { suiteNamed } from '../../group-crypto/mls/keys/suite.ts'
import type { Suite } from '../../group-crypto/mls/keys/suite.ts'
import { PendingCommit } from '../../group-crypto/mls/open-handshake.ts'
import type { Pending } from '../../group-crypto/mls/open-handshake.ts'
import { openSecrets, readWelcome } from '../../group-crypto/mls/open-welcome.ts'
import { createPath, sealPath } from '../../group-crypto/mls/path/create-path.ts'
import { openPath } from '../../group-crypto/mls/path/open-path.ts'
import { keysFor } from '../../group-crypto/mls/path/path-secrets.ts'
import { judgePath } from '../../group-crypto/mls/path/update-path.ts'
import { judgeProposals, sortProposals } from '../../group-crypto/mls/proposals.ts'
import { sealWelcome } from '../../group-crypto/mls/seal-welcome.ts'
import { leafAt } from '../../group-crypto/mls/tree/ratchet-tree.ts'
import { nodeOfLeaf } from '../../group-crypto/mls/tree/tree-math.ts'
import { framedContent, signedContent } from '../../group-crypto/mls/wire/private-message.ts'
import { decodeMlsMessage, encodeCommit, encodeGroupContext, parseWhole } from '../../group-crypto/mls/wire/ts-mls.ts'
import type { Commit, KeyPackage } from '../../group-crypto/mls/wire/ts-mls.ts'
import { ensure } from '../mls-vectors/vector-value.ts'

/**
 * A member of a group whose handshakes are PublicMessages, for talking with an implementation that knows no other. Tree,
 * paths, key schedule, Welcomes and messages are those of the engine; the public frame around a commit is only here,
 * since no room has one.
 */
export type PublicMember = {
  readonly group: Group
  /** Absent for who is alone: there is nobody to prove membership to. */
  readonly membershipKey: Uint8Array | undefined
}

export type PublicCommit = {
  readonly commit: Uint8Array
  readonly welcome: Uint8Array | undefined
  readonly next: PublicMember
}

export type PublicChange = { readonly add: readonly Uint8Array[]; readonly remove: readonly number[] }

export async function joinPublicly(crypto: Crypto, invitation: Invitation): Promise<PublicMember> {
  const joined = await joinGroup(crypto, invitation)
  ensure(joined.kind === 'joined', joined.kind === 'failed' ? joined.reason : '')
  const [welcome, keyPackage] = [readWelcome(invitation.welcome), readKeyPackage(invitation.keyPackage)]
  const suite = keyPackage && suiteNamed(crypto, keyPackage.cipherSuite)
  const privateKeys = suite && parsePrivateKeys(suite, invitation.privateKeys)
  ensure(welcome !== undefined && keyPackage !== undefined, 'what was just read')
  ensure(suite !== undefined && privateKeys !== undefined, 'the keys that were just used')
  const secrets = await openSecrets({ suite, keyPackage, privateKeys }, welcome)
  ensure(typeof secrets !== 'string', 'the secrets that were just opened')
  const { contextBytes } = Group.stateOf(joined.group)
  return { group: joined.group, membershipKey: membershipKey(suite, secrets.joinerSecret, contextBytes) }
}

/** Always with a path, like the commits of rooms. */
export async function commitPublicly(member: PublicMember, change: PublicChange): Promise<PublicCommit> {
  const state = Group.stateOf(member.group)
  const { suite, ownLeaf, signaturePrivateKey, context } = state
  const add = change.add.map(readOther)
  const proposed = await judgeProposals(state, ownLeaf, { add, remove: change.remove, extensions: undefined })
  ensure(proposed.kind === 'proposed', proposed.kind === 'void' ? proposed.reason : '')
  const added = proposed.added.map(({ index }) => index)
  const request = { groupId: context.groupId, committer: ownLeaf, signaturePrivateKey, added }
  const path = await createPath(suite, proposed.tree, request)
  const changed = { tree: path.tree, extensions: proposed.extensions }
  const provisional = encodeGroupContext(provisionalContext(state, changed))
  const sealed = await sealPath(suite, proposed.tree, { path, context: provisional })
  const content = encodeCommit({ proposals: listProposals(add, change.remove), path: sealed })
  const framed = publicContent(state, { leaf: ownLeaf, authenticatedData: new Uint8Array(0), content })
  const signed = { label: 'FramedContentTBS', content: signedContent(framed, state.contextBytes) }
  const signature = await signWithLabel(suite, signaturePrivateKey, signed)
  const epoch = nextEpoch(state, changed, { framed, signature, commitSecret: path.climb.commitSecret })
  const own = [nodeOfLeaf(ownLeaf), path.leafKeys] as const
  const above = path.climb.secrets.map(({ node, keys }) => [node, keys] as const)
  const next = enterEpoch(state, epoch, { tree: path.tree, keys: keysFor(path.tree, ownLeaf, [own, ...above]) })
  const newcomers = { added: proposed.added, secrets: path.climb.secrets }
  return {
    commit: frame(member, { framed, signature, confirmationTag: epoch.confirmationTag }),
    welcome: add.length === 0 ? undefined : await sealWelcome(next, epoch.joiner, newcomers),
    next: { group: new Group(next), membershipKey: membershipKey(suite, epoch.joiner, epoch.contextBytes) },
  }
}

/** Follows another's commit; `undefined` if it removes this member. */
export async function followPublicly(member: PublicMember, bytes: Uint8Array): Promise<PublicMember | undefined> {
  const pending = await openPublic(member, bytes)
  const applied = await applyCommit({ pending: new PendingCommit(pending) })
  if (applied.kind === 'removed') return undefined
  ensure(applied.kind === 'inForce', 'reason' in applied ? applied.reason : '')
  const { suite } = pending.state
  const { joiner, contextBytes } = await nextEpochOf(pending)
  return { group: applied.next, membershipKey: membershipKey(suite, joiner, contextBytes) }
}

async function openPublic({ group, membershipKey: key }: PublicMember, bytes: Uint8Array): Promise<Pending> {
  const state = Group.stateOf(group)
  const message = parseWhole(decodeMlsMessage, bytes)
  ensure(message?.wireformat === 'mls_public_message', 'a public message')
  const { content, auth } = message.publicMessage
  ensure(content.contentType === 'commit' && auth.contentType === 'commit', 'a commit')
  ensure(content.sender.senderType === 'member' && message.publicMessage.senderType === 'member', 'of a member')
  const { leafIndex: committer } = content.sender
  const { authenticatedData, commit } = content
  const framed = publicContent(state, { leaf: committer, authenticatedData, content: encodeCommit(commit) })
  const { signature, confirmationTag } = auth
  const expected = key && membershipTag(state, key, { framed, signature, confirmationTag })
  ensure(expected !== undefined && equalSecrets(expected, message.publicMessage.membershipTag), 'a membership tag')
  const signed = { label: 'FramedContentTBS', content: signedContent(framed, state.contextBytes), signature }
  const leaf = leafAt(state.tree, committer)
  ensure(
    leaf !== undefined && (await verifyWithLabel(state.suite, leaf.node.signaturePublicKey, signed)),
    'a signature of the committer',
  )
  const sorted = sortProposals(commit.proposals)
  ensure(sorted.kind === 'sorted', sorted.kind === 'void' ? sorted.reason : '')
  return { state, committer, proposals: sorted.proposals, path: commit.path, framed, signature, confirmationTag }
}

/** Once more what `applyCommit` went through, for the secret that it does not keep. */
async function nextEpochOf(pending: Pending): Promise<ReturnType<typeof nextEpoch>> {
  const { state, committer, proposals, path, framed, signature } = pending
  const proposed = await judgeProposals(state, committer, proposals)
  ensure(proposed.kind === 'proposed', 'proposals in force')
  const { tree: before, extensions } = proposed
  const said = { framed, signature }
  const zeros = new Uint8Array(state.suite.hashBytes)
  if (path === undefined) return nextEpoch(state, { tree: before, extensions }, { ...said, commitSecret: zeros })
  const added = proposed.added.map(({ index }) => index)
  const { suite, context } = state
  const judged = await judgePath({ suite, groupId: context.groupId, tree: before, extensions, added }, committer, path)
  ensure(judged.kind === 'sound', 'a path in force')
  const provisional = encodeGroupContext(provisionalContext(state, { tree: judged.tree, extensions }))
  const place = { committer, before, after: judged.tree, added, context: provisional }
  const found = await openPath(state, place, path)
  ensure(found !== undefined, 'a path that was followed')
  return nextEpoch(state, { tree: judged.tree, extensions }, { ...said, commitSecret: found.commitSecret })
}

function readOther(bytes: Uint8Array): KeyPackage {
  const keyPackage = readKeyPackage(bytes)
  ensure(keyPackage !== undefined, 'a KeyPackage')
  return keyPackage
}

function listProposals(add: readonly KeyPackage[], remove: readonly number[]): Commit['proposals'] {
  return [
    ...remove.map((removed) => ({ proposalType: 'remove' as const, remove: { removed } })),
    ...add.map((keyPackage) => ({ proposalType: 'add' as const, add: { keyPackage } })),
  ].map((proposal) => ({ proposalOrRefType: 'proposal' as const, proposal }))
}

type Said = { readonly leaf: number; readonly authenticatedData: Uint8Array; readonly content: Uint8Array }

const WIRE_FORMAT_PUBLIC = Uint8Array.of(0, 1)

/** As `framedContent`, with the other wire format before it. */
function publicContent(state: GroupState, said: Said): Uint8Array {
  const { groupId, epoch } = state.context
  const framed = framedContent({ ...said, groupId, epoch, contentType: 'commit' })
  return concat(WIRE_FORMAT_PUBLIC, framed.subarray(WIRE_FORMAT_PUBLIC.length))
}

type Signed = { readonly framed: Uint8Array; readonly signature: Uint8Array; readonly confirmationTag: Uint8Array }

/** RFC 9420 §6.2. */
function frame({ group, membershipKey: key }: PublicMember, signed: Signed): Uint8Array {
  const state = Group.stateOf(group)
  const { framed, signature, confirmationTag } = signed
  const tag = key === undefined ? new Uint8Array(0) : membershipTag(state, key, signed)
  const version = Uint8Array.of(0, 1)
  return concat(version, framed, ...[signature, confirmationTag, tag].map(encodeVector))
}

function membershipTag(state: GroupState, key: Uint8Array, { framed, signature, confirmationTag }: Signed): Uint8Array {
  const signed = signedContent(framed, state.contextBytes)
  return state.suite.mac(key, concat(signed, encodeVector(signature), encodeVector(confirmationTag)))
}

/** RFC 9420 §8: one of the secrets that the engine does not derive. */
function membershipKey(suite: Suite, joiner: Uint8Array, context: Uint8Array): Uint8Array {
  const member = suite.hpke.kdf.extract(joiner, new Uint8Array(suite.hashBytes))
  const epoch = expandWithLabel(suite, member, { label: 'epoch', context, length: suite.hashBytes })
  return deriveSecret(suite, epoch, 'membership')
}
