import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyCommit, membersOf, openHandshake } from '../../../src/group-crypto/mls/index.ts'
import { Group } from '../../../src/group-crypto/mls/group.ts'
import { readKeyPackage } from '../../../src/group-crypto/mls/key-package.ts'
import { signWithLabel } from '../../../src/group-crypto/mls/keys/labels.ts'
import { signLeaf } from '../../../src/group-crypto/mls/tree/leaf.ts'
import { encodeKeyPackageTBS } from '../../../src/group-crypto/mls/wire/ts-mls.ts'
import type {
  Commit,
  KeyPackage,
  LeafNodeCommit,
  Proposal,
  UpdatePath,
} from '../../../src/group-crypto/mls/wire/ts-mls.ts'
import { forgeCommit } from './forge-commit.ts'
import type { Forgery } from './forge-commit.ts'
import { World } from './world.ts'

/** Rules R13 and R15: what all can see decides void, for all; what one alone can see makes that one stuck. */

const NAMES = ['alice', 'bob', 'carol', 'dave', 'mallory']

test('a commit made by the forger without a forgery comes into force', async () => {
  const world = await World.of(NAMES)
  const message = await forgeCommit(world.group('mallory'), {})
  const verdicts = await world.receiveAll('mallory', message)
  assert.deepEqual(new Set(Object.values(verdicts)), new Set(['inForce']))
})

test('a path that is broken for one member makes that one stuck and nobody else', async () => {
  const world = await World.of(NAMES)
  // Before anybody has updated, mallory's path holds one ciphertext for each other member.
  for (const [i, victim] of ['alice', 'bob', 'carol', 'dave'].entries()) {
    const forgePath = mapCiphertexts((ciphertext, at) => (at === i ? flipped(ciphertext) : ciphertext))
    const message = await forgeCommit(world.group('mallory'), { forgePath })
    const verdicts = await world.receiveAll('mallory', message)
    for (const name of ['alice', 'bob', 'carol', 'dave']) {
      assert.equal(verdicts[name], name === victim ? 'stuck' : 'inForce', `${victim} is the victim, ${name} looks`)
    }
  }
})

test('those who can follow such a commit agree, and the stuck one comes back by a reseat', async () => {
  const world = await World.of(NAMES)
  const forgePath = mapCiphertexts((ciphertext, at) => (at === 1 ? flipped(ciphertext) : ciphertext))
  const message = await forgeCommit(world.group('mallory'), { forgePath })
  const bob = world.leaf('bob')
  world.groups.delete('bob')
  world.groups.delete('mallory')
  for (const name of world.groups.keys()) {
    const applied = await world.receive(name, message)
    assert.ok(applied.kind === 'inForce')
    world.groups.set(name, applied.next)
  }
  await world.add('alice', ['bob'], { remove: [bob] })
  await world.ensureAgreement()
})

test('a path secret that opens but leads to other keys than announced makes its receivers stuck', async () => {
  const world = await World.of(NAMES)
  await world.update('alice')
  const forgeSecret = (secret: Uint8Array, i: number): Uint8Array => (i === 0 ? flipped(secret) : secret)
  const message = await forgeCommit(world.group('alice'), { forgeSecret })
  // The lowest node of alice's path is the one above bob; the others are told of higher ones.
  const verdicts = await world.receiveAll('alice', message)
  assert.deepEqual(verdicts, { bob: 'stuck', carol: 'inForce', dave: 'inForce', mallory: 'inForce' })
})

test('a wrong confirmation tag under a path makes everyone stuck', async () => {
  const world = await World.of(NAMES)
  const message = await forgeCommit(world.group('mallory'), { forgeTag: flipped })
  const verdicts = await world.receiveAll('mallory', message)
  assert.deepEqual(new Set(Object.values(verdicts)), new Set(['stuck']))
})

test('a wrong confirmation tag without a path is seen by everyone, and void', async () => {
  const world = await World.of(NAMES)
  const add = proposeAdd(await keyPackageOf(world, 'eve'))
  await ensureVoid(world, { proposals: [add], withoutPath: true, forgeTag: flipped }, ['confirmationTag'])
})

test('paths that break a rule are void for all', async () => {
  const world = await World.of(NAMES)
  const smallOrder = new Uint8Array(32)
  const own = membersOf(world.group('alice')).find(({ index }) => index === world.leaf('mallory'))
  assert.ok(own)
  const forgeries: Record<string, [string, (path: UpdatePath) => UpdatePath]> = {
    'a node too few': ['pathMalformed', ({ leafNode, nodes }) => ({ leafNode, nodes: nodes.slice(1) })],
    'a node too many': [
      'pathMalformed',
      ({ leafNode, nodes }) => ({ leafNode, nodes: [...nodes, ...nodes.slice(0, 1)] }),
    ],
    'a ciphertext too few': ['pathMalformed', mapNodes((node) => ({ ...node, encryptedPathSecret: [] }))],
    'a ciphertext too many': [
      'pathMalformed',
      mapNodes((node) => ({
        ...node,
        encryptedPathSecret: [...node.encryptedPathSecret, ...node.encryptedPathSecret],
      })),
    ],
    'a ciphertext of another size': ['pathMalformed', mapCiphertexts((ciphertext) => ciphertext.subarray(1))],
    'an encapsulation of small order': ['pathMalformed', mapSealed((sealed) => ({ ...sealed, kemOutput: smallOrder }))],
    'a node key of small order': ['pathMalformed', (path) => replaceNode(path, 0, smallOrder)],
    'a leaf key of small order': ['pathLeafInvalid', mapLeaf((leaf) => ({ ...leaf, hpkePublicKey: smallOrder }))],
    'the leaf key of before': ['pathKeysNotUnique', mapLeaf((leaf) => ({ ...leaf, hpkePublicKey: own.encryptionKey }))],
    'a node key that the tree has': ['pathKeysNotUnique', (path) => replaceNode(path, 0, own.encryptionKey)],
    'one key twice': ['pathKeysNotUnique', (path) => replaceNode(path, 0, path.leafNode.hpkePublicKey)],
    "another's signature key": [
      'pathKeysNotUnique',
      mapLeaf((leaf) => ({ ...leaf, signaturePublicKey: signatureKeyOf(world, 'alice') })),
    ],
    'another parent hash': ['parentHashWrong', mapLeaf((leaf) => ({ ...leaf, parentHash: flipped(leaf.parentHash) }))],
    'a broken signature of the leaf': [
      'pathLeafInvalid',
      mapLeaf((leaf) => ({ ...leaf, signature: flipped(leaf.signature) })),
    ],
    'a leaf without our suite': [
      'pathLeafInvalid',
      mapLeaf((leaf) => ({ ...leaf, capabilities: { ...leaf.capabilities, ciphersuites: [] } })),
    ],
  }
  for (const [what, [reason, forgePath]] of Object.entries(forgeries))
    await ensureVoid(world, { forgePath }, [reason, what])
})

test('proposals that break a rule are void for all', async () => {
  const world = await World.of(NAMES)
  await world.update('bob')
  const eve = await keyPackageOf(world, 'eve')
  const remove = (removed: number): Proposal => ({ proposalType: 'remove', remove: { removed } })
  const extend = (...types: readonly number[]): Proposal => ({
    proposalType: 'group_context_extensions',
    groupContextExtensions: { extensions: types.map((type) => ({ extensionType: type, extensionData: EMPTY })) },
  })
  const bob = world.leaf('bob')
  const mallory = world.leaf('mallory')
  const reused = await resigned(world, {
    ...eve.leafNode,
    hpkePublicKey: membersOf(world.group('bob'))[bob]?.encryptionKey ?? EMPTY,
  })
  const forgeries: Record<string, [string, readonly Proposal[]]> = {
    'an unknown proposal': ['proposalUnsupported', [{ proposalType: 0xf777, proposalData: EMPTY }]],
    'an ExternalInit': ['proposalUnsupported', [{ proposalType: 'external_init', externalInit: { kemOutput: EMPTY } }]],
    'a ReInit': [
      'proposalUnsupported',
      [
        {
          proposalType: 'reinit',
          reinit: { groupId: EMPTY, version: 'mls10', cipherSuite: eve.cipherSuite, extensions: [] },
        },
      ],
    ],
    'a PSK': [
      'proposalUnsupported',
      [{ proposalType: 'psk', psk: { preSharedKeyId: { psktype: 'external', pskId: EMPTY, pskNonce: EMPTY } } }],
    ],
    'the removal of oneself': ['removeInvalid', [remove(mallory)]],
    'a removal of nobody': ['removeInvalid', [remove(9)]],
    'a removal far outside': ['removeInvalid', [remove(2 ** 31)]],
    'a removal twice': ['removeInvalid', [remove(bob), remove(bob)]],
    'an addition twice': ['keysNotUnique', [add(eve), add(eve)]],
    'a KeyPackage of a member': ['keysNotUnique', [add(reused)]],
    'a KeyPackage with a broken signature': ['keyPackageInvalid', [add({ ...eve, signature: flipped(eve.signature) })]],
    'a KeyPackage with a broken leaf': [
      'keyPackageInvalid',
      [add({ ...eve, leafNode: { ...eve.leafNode, signature: flipped(eve.leafNode.signature) } })],
    ],
    'a KeyPackage of another suite': [
      'keyPackageInvalid',
      [add({ ...eve, cipherSuite: 'MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519' })],
    ],
    'extensions twice': ['extensionsTwice', [extend(6), extend(6)]],
    'an extension twice': ['extensionsInvalid', [extend(6, 6)]],
    'an extension that not all know': ['extensionsUnsupported', [extend(0xf123)]],
  }
  for (const [what, [reason, list]] of Object.entries(forgeries)) {
    await ensureVoid(world, { proposals: list.map(byValue) }, [reason, what])
  }
  const byReference = [{ proposalOrRefType: 'reference' as const, reference: new Uint8Array(32) }]
  await ensureVoid(world, { proposals: byReference }, ['proposalByReference'])
  await ensureVoid(world, { proposals: [byValue(remove(bob))], withoutPath: true }, ['pathMissing'])
  await ensureVoid(world, { proposals: [byValue(extend(6))], withoutPath: true }, ['pathMissing'])
  await ensureVoid(world, { withoutPath: true }, ['pathMissing'])
  await ensureVoid(world, { forgeSignature: flipped }, ['signatureInvalid'])
})

test('a void commit of a member uses up its key, and the next commit of his comes into force', async () => {
  const world = await World.of(NAMES)
  const message = await forgeCommit(world.group('mallory'), { withoutPath: true })
  const opened = await openHandshake(world.group('alice'), message)
  assert.ok(opened.kind === 'void' && opened.reason === 'pathMissing')
  const again = await openHandshake(opened.group, message)
  assert.ok(again.kind === 'void' && again.reason === 'generationGone')
})

test('a removed member can judge void, too', async () => {
  const world = await World.of(NAMES)
  const remove = byValue({ proposalType: 'remove', remove: { removed: world.leaf('bob') } })
  const forgePath = mapLeaf((leaf) => ({ ...leaf, parentHash: flipped(leaf.parentHash) }))
  await ensureVoid(world, { proposals: [remove], forgePath }, ['parentHashWrong'])
  const message = await forgeCommit(world.group('mallory'), { proposals: [remove] })
  assert.equal((await world.receive('bob', message)).kind, 'removed')
})

/** All say void, with the same reason. */
async function ensureVoid(world: World, forgery: Forgery, [reason, what = reason]: readonly string[]): Promise<void> {
  const message = await forgeCommit(world.group('mallory'), forgery)
  for (const name of ['alice', 'bob', 'carol', 'dave']) {
    const opened = await openHandshake(world.group(name), message)
    const verdict = opened.kind === 'commit' ? await applyCommit(opened) : opened
    assert.equal(verdict.kind, 'void', `${what}: ${name}`)
    assert.equal('reason' in verdict ? verdict.reason : undefined, reason, `${what}: ${name}`)
  }
}

const EMPTY = new Uint8Array(0)

function flipped(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte))
}

type PathForgery = (path: UpdatePath) => UpdatePath
type PathNode = UpdatePath['nodes'][number]
type Sealed = PathNode['encryptedPathSecret'][number]

function mapNodes(change: (node: PathNode) => PathNode): PathForgery {
  return ({ leafNode, nodes }) => ({ leafNode, nodes: nodes.map(change) })
}

function mapSealed(change: (sealed: Sealed, at: number) => Sealed): PathForgery {
  return (path) => {
    let at = 0
    return mapNodes((node) => ({
      ...node,
      encryptedPathSecret: node.encryptedPathSecret.map((sealed) => change(sealed, at++)),
    }))(path)
  }
}

function mapCiphertexts(change: (ciphertext: Uint8Array, at: number) => Uint8Array): PathForgery {
  return mapSealed((sealed, at) => ({ ...sealed, ciphertext: change(sealed.ciphertext, at) }))
}

function mapLeaf(change: (leaf: LeafNodeCommit) => LeafNodeCommit): PathForgery {
  return ({ leafNode, nodes }) => ({ leafNode: change(leafNode), nodes })
}

function replaceNode({ leafNode, nodes }: UpdatePath, at: number, hpkePublicKey: Uint8Array): UpdatePath {
  return { leafNode, nodes: nodes.map((node, i) => (i === at ? { ...node, hpkePublicKey } : node)) }
}

function signatureKeyOf(world: World, name: string): Uint8Array {
  const member = membersOf(world.group(name)).find(({ index }) => index === world.leaf(name))
  return member?.signatureKey ?? EMPTY
}

async function keyPackageOf(world: World, name: string): Promise<KeyPackage> {
  const keyPackage = readKeyPackage((await world.device(name)).keyPackage)
  assert.ok(keyPackage)
  return keyPackage
}

/** A KeyPackage around this leaf, with signatures that fit it. */
async function resigned(world: World, leafNode: KeyPackage['leafNode']): Promise<KeyPackage> {
  const { suite } = Group.stateOf(world.group('mallory'))
  const key = world.crypto.randomBytes(32)
  const signaturePublicKey = await world.crypto.ed25519PublicKey(key)
  const unsigned = { ...leafNode, signaturePublicKey }
  const leaf = await signLeaf(suite, { unsigned, place: { groupId: EMPTY, leaf: 0 } }, key)
  const other = await keyPackageOf(world, 'other')
  const around = { ...other, leafNode: { ...unsigned, signature: leaf.node.signature } }
  const content = encodeKeyPackageTBS(around)
  return { ...around, signature: await signWithLabel(suite, key, { label: 'KeyPackageTBS', content }) }
}

function add(keyPackage: KeyPackage): Proposal {
  return { proposalType: 'add', add: { keyPackage } }
}

function byValue(proposal: Proposal): Commit['proposals'][number] {
  return { proposalOrRefType: 'proposal', proposal }
}

function proposeAdd(keyPackage: KeyPackage): Commit['proposals'][number] {
  return byValue(add(keyPackage))
}
