import { applyCommit, openHandshake } from '../../../src/group-crypto/mls/index.ts'
import { provisionalContext } from '../../../src/group-crypto/mls/epoch.ts'
import { CONTEXT_EXTENSIONS_BYTES_MAX, EXTENSIONS_MAX, MEMBERS_MAX } from '../../../src/group-crypto/mls/limits.ts'
import { PendingCommit } from '../../../src/group-crypto/mls/open-handshake.ts'
import { openPath } from '../../../src/group-crypto/mls/path/open-path.ts'
import { judgePath } from '../../../src/group-crypto/mls/path/update-path.ts'
import { judgeProposals } from '../../../src/group-crypto/mls/proposals.ts'
import { encodeGroupContext } from '../../../src/group-crypto/mls/wire/ts-mls.ts'
import type { Proposal, UpdatePath } from '../../../src/group-crypto/mls/wire/ts-mls.ts'
import { forgeCommit } from '../mls/forge-commit.ts'
import type { World } from '../mls/world.ts'
import { EMPTY, flipped, forge, HONEST, judge, keyPackageOf, party, propose, stateOf, withLeaf } from './mallory.ts'

/** Attacks by commits of a member: proposals, leaves, paths, and the line between void and stuck. */

export async function byReference(): Promise<string> {
  const reference = { proposalOrRefType: 'reference' as const, reference: new Uint8Array(32) }
  return forge(await party(), { proposals: [reference] })
}

export async function externalInit(): Promise<string> {
  return forge(await party(), propose({ proposalType: 'external_init', externalInit: { kemOutput: EMPTY } }))
}

export async function reInit(): Promise<string> {
  const world = await party()
  const cipherSuite = stateOf(world, 'mallory').suite.name
  const reinit = { groupId: EMPTY, version: 'mls10' as const, cipherSuite, extensions: [] }
  return forge(world, propose({ proposalType: 'reinit', reinit }))
}

export async function preSharedKey(): Promise<string> {
  const preSharedKeyId = { psktype: 'external' as const, pskId: EMPTY, pskNonce: EMPTY }
  return forge(await party(), propose({ proposalType: 'psk', psk: { preSharedKeyId } }))
}

export async function unknownProposal(): Promise<string> {
  return forge(await party(), propose({ proposalType: 0xf777, proposalData: EMPTY }))
}

const extend = (type: number, data: Uint8Array = EMPTY): Proposal => ({
  proposalType: 'group_context_extensions',
  groupContextExtensions: { extensions: [{ extensionType: type, extensionData: data }] },
})

export async function extensionsTwice(): Promise<string> {
  return forge(await party(), propose(extend(6), extend(6)))
}

export async function unknownExtension(): Promise<string> {
  return forge(await party(), propose(extend(0xf123)))
}

export async function hugeContext(): Promise<string> {
  return forge(await party(), propose(extend(6, new Uint8Array(CONTEXT_EXTENSIONS_BYTES_MAX))))
}

export async function manyExtensions(): Promise<string> {
  const extensions = Array.from({ length: EXTENSIONS_MAX + 1 }, (_, i) => ({
    extensionType: 0xf000 + i,
    extensionData: EMPTY,
  }))
  return forge(
    await party(),
    propose({ proposalType: 'group_context_extensions', groupContextExtensions: { extensions } }),
  )
}

export async function endlessProposals(): Promise<string> {
  const world = await party()
  const remove: Proposal = { proposalType: 'remove', remove: { removed: world.leaf('bob') } }
  return forge(world, propose(...Array.from({ length: 2 * MEMBERS_MAX + 2 }, () => remove)))
}

export async function tooManyMembers(): Promise<string> {
  const world = await party()
  const state = stateOf(world, 'bob')
  const one = await keyPackageOf(world, 'eve')
  const add = Array.from({ length: MEMBERS_MAX }, () => one)
  const judged = await judgeProposals(state, world.leaf('mallory'), { add, remove: [], extensions: undefined })
  return judged.kind === 'void' ? judged.reason : judged.kind
}

export async function sameKeyTwice(): Promise<string> {
  const world = await party()
  const eve: Proposal = { proposalType: 'add', add: { keyPackage: await keyPackageOf(world, 'eve') } }
  return forge(world, propose(eve, eve))
}

export async function brokenKeyPackage(): Promise<string> {
  const world = await party()
  const keyPackage = await keyPackageOf(world, 'eve')
  return forge(
    world,
    propose({ proposalType: 'add', add: { keyPackage: { ...keyPackage, signature: flipped(keyPackage.signature) } } }),
  )
}

export async function removalWithoutPath(): Promise<string> {
  const world = await party()
  const remove: Proposal = { proposalType: 'remove', remove: { removed: world.leaf('carol') } }
  return forge(world, { ...propose(remove), withoutPath: true })
}

export async function removesHimself(): Promise<string> {
  const world = await party()
  const mallory = world.leaf('mallory')
  const judged = await judgeProposals(stateOf(world, 'bob'), mallory, {
    add: [],
    remove: [mallory],
    extensions: undefined,
  })
  return judged.kind === 'void' ? judged.reason : judged.kind
}

/** The removed uses all that he has, and no rule of ours. */
export async function removedFollows(): Promise<string> {
  const world = await party()
  for (const name of [...HONEST, 'mallory']) await world.update(name)
  const staged = await world.stage('alice', { remove: [world.leaf('mallory')] })
  const opened = await openHandshake(world.group('mallory'), staged.message)
  if (opened.kind !== 'commit') return opened.kind
  const { state, committer, proposals, path } = PendingCommit.contentOf(opened.pending)
  const proposed = await judgeProposals(state, committer, proposals)
  if (proposed.kind === 'void' || path === undefined) return 'without a path'
  const { suite, context } = state
  const { tree: before, extensions } = proposed
  const judged = await judgePath(
    { suite, groupId: context.groupId, tree: before, extensions, added: [] },
    committer,
    path,
  )
  if (judged.kind === 'void') return judged.reason
  const provisional = encodeGroupContext(provisionalContext(state, { tree: judged.tree, extensions }))
  const place = { committer, before, after: judged.tree, added: [], context: provisional }
  // Not his own leaf, which is gone: whatever he holds of the nodes above it.
  for (const at of path.nodes.keys()) {
    for (const ownLeaf of [state.ownLeaf, world.leaf('carol'), world.leaf('bob')]) {
      if ((await openPath({ ...state, ownLeaf }, place, path)) !== undefined) return `reads node ${at}`
    }
  }
  return 'reads nothing'
}

export async function othersKeyOnPath(): Promise<string> {
  const world = await party()
  const bobs = stateOf(world, 'bob').tree.nodes[2 * world.leaf('bob')]
  const key = bobs?.kind === 'leaf' ? bobs.node.hpkePublicKey : EMPTY
  const forgePath = ({ leafNode, nodes }: UpdatePath): UpdatePath => ({
    leafNode,
    nodes: nodes.map((node, i) => (i === 0 ? { ...node, hpkePublicKey: key } : node)),
  })
  return forge(world, { forgePath })
}

export async function otherParentHash(): Promise<string> {
  const world = await party()
  const parentHash = new Uint8Array(32)
  return forge(world, { forgePath: withLeaf(stateOf(world, 'mallory'), { parentHash }) })
}

/** A leaf that says it cannot read the credentials of the others. */
export async function deafLeaf(): Promise<string> {
  const world = await party()
  const state = stateOf(world, 'mallory')
  const capabilities = { ...ownCapabilities(world), credentials: [] }
  return forge(world, { forgePath: withLeaf(state, { capabilities }) })
}

export async function certificateLeaf(): Promise<string> {
  const world = await party()
  const credential = { credentialType: 'x509' as const, certificates: [] }
  return forge(world, { forgePath: withLeaf(stateOf(world, 'mallory'), { credential }) })
}

export async function ciphertextMissing(): Promise<string> {
  const forgePath = ({ leafNode, nodes }: UpdatePath): UpdatePath => ({
    leafNode,
    nodes: nodes.map((node) => ({ ...node, encryptedPathSecret: node.encryptedPathSecret.slice(1) })),
  })
  return forge(await party(), { forgePath })
}

/** Bob's part of the path does not open. */
export async function brokenForBob(): Promise<string> {
  const world = await party()
  let at = 0
  const forgePath = ({ leafNode, nodes }: UpdatePath): UpdatePath => ({
    leafNode,
    nodes: nodes.map((node) => ({
      ...node,
      encryptedPathSecret: node.encryptedPathSecret.map((sealed) =>
        at++ === 1 ? { ...sealed, ciphertext: flipped(sealed.ciphertext) } : sealed,
      ),
    })),
  })
  const message = await forgeCommit(world.group('mallory'), { forgePath })
  const verdicts = await Promise.all(HONEST.map((name) => judge(world, message, [name])))
  return verdicts.toSorted().join(', ')
}

export async function wrongTag(): Promise<string> {
  return forge(await party(), { forgeTag: flipped })
}

export async function wrongTagWithoutPath(): Promise<string> {
  const world = await party()
  const eve: Proposal = { proposalType: 'add', add: { keyPackage: await keyPackageOf(world, 'eve') } }
  return forge(world, { ...propose(eve), withoutPath: true, forgeTag: flipped })
}

/** Two commits of one epoch: the second is nothing, whoever sent it. */
export async function secondCommit(): Promise<string> {
  const world = await party()
  const [first, second] = [await world.stage('alice', {}), await forgeCommit(world.group('mallory'), {})]
  const opened = await openHandshake(world.group('bob'), first.message)
  const applied = opened.kind === 'commit' ? await applyCommit(opened) : opened
  if (applied.kind !== 'inForce') return applied.kind
  world.groups.set('bob', applied.next)
  return judge(world, second, ['bob'])
}

/** A commit that lost its race: what is sent next must not be sealed by the same key. */
export async function keyUsedTwice(): Promise<string> {
  const world = await party()
  const lost = await world.stage('bob', {})
  world.groups.set('bob', lost.current)
  const next = await world.stage('bob', {})
  const generations = [lost, next].map(async ({ message }) => {
    const opened = await openHandshake(world.group('bob'), message)
    return opened.kind === 'own' ? opened.generation : -1
  })
  return new Set(await Promise.all(generations)).size === 2 ? 'two keys' : 'one key'
}

function ownCapabilities(world: World): UpdatePath['leafNode']['capabilities'] {
  const { tree, ownLeaf } = stateOf(world, 'mallory')
  const own = tree.nodes[2 * ownLeaf]
  if (own?.kind !== 'leaf') throw new Error('a member has a leaf')
  return own.node.capabilities
}
