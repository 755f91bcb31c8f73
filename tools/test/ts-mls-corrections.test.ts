import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type * as TsMls from 'ts-mls'
import type * as Capabilities from 'ts-mls/capabilities.js'
import type * as Optional from 'ts-mls/codec/optional.js'
import type * as NumberCodec from 'ts-mls/codec/number.js'
import type * as VariableLength from 'ts-mls/codec/variableLength.js'
import type * as ExternalSender from 'ts-mls/externalSender.js'
import type * as EnumHelpers from 'ts-mls/util/enumHelpers.js'
import type * as PathSecrets from 'ts-mls/pathSecrets.js'
import type * as KeyPackages from 'ts-mls/keyPackage.js'
import type * as LeafNodes from 'ts-mls/leafNode.js'
import type * as TreeMath from 'ts-mls/treemath.js'
import type * as TreeHash from 'ts-mls/treeHash.js'
import { houseRoot } from '../house/root.ts'
import { writePatchedTsMls } from '../patch-ts-mls.ts'
import { corrections } from '../ts-mls/corrections.ts'

/**
 * Each correction is taken out of an otherwise whole copy, and what it is for must fail there and hold in the whole
 * copy. A copy lies inside the house, where its own dependencies are found.
 */
const workshop = join(houseRoot, `.build/ts-mls-test-${process.pid}`)
after(() => rmSync(workshop, { recursive: true, force: true }))

type Library = typeof TsMls & {
  readonly capabilities: typeof Capabilities
  readonly optional: typeof Optional
  readonly number: typeof NumberCodec
  readonly variableLength: typeof VariableLength
  readonly externalSender: typeof ExternalSender
  readonly enumHelpers: typeof EnumHelpers
  readonly keyPackage: typeof KeyPackages
  readonly pathSecrets: typeof PathSecrets
  readonly leafNode: typeof LeafNodes
  readonly treeHash: typeof TreeHash
  readonly treeMath: typeof TreeMath
}
type Check = (library: Library) => Promise<void>

const whole = await makeLibrary('whole', corrections)

const checks: Readonly<Record<string, Check>> = {
  'external-pub': async (library) => {
    const world = await makeWorld(library, 1)
    const info = await library.createGroupInfoWithExternalPub(stateOf(world, 0), [], world.suite)
    const data = info.extensions.find(({ extensionType }) => extensionType === 'external_pub')?.extensionData
    assert.equal(data?.length, 33)
    assert.equal(data[0], 32)
  },
  'external-senders': async (library) => {
    const world = await makeWorld(library, 0)
    const senders = await Promise.all([1, 2].map((identity) => keyPackageOf(world, identity)))
    const data = library.variableLength.varLenTypeEncoder(library.externalSender.externalSenderEncoder)(
      senders.map(({ publicPackage }) => publicPackage.leafNode),
    )
    const extensionData = bytesOf(data)
    const founder = await keyPackageOf(world, 9)
    const extensions = [{ extensionType: 'external_senders' as const, extensionData }]
    const { publicPackage, privatePackage } = founder
    const id = Uint8Array.of(1)
    const state = await library.createGroup(id, publicPackage, privatePackage, extensions, world.suite)
    const info = await library.createGroupInfoWithExternalPub(state, [], world.suite)
    const second = senders[1]
    assert.ok(second)
    const message = await library.proposeExternal(
      info,
      { proposalType: 'remove', remove: { removed: 0 } },
      second.publicPackage.leafNode.signaturePublicKey,
      second.privatePackage.signaturePrivateKey,
      world.suite,
    )
    assert.ok(message.wireformat === 'mls_public_message')
    assert.deepEqual(message.publicMessage.content.sender, { senderType: 'external', senderIndex: 1 })
  },
  'extensions-path': async (library) => {
    const world = await makeWorld(library, 4)
    const extensions = [{ extensionType: 'required_capabilities' as const, extensionData: Uint8Array.of(0, 0, 0) }]
    const proposals = [
      { proposalType: 'group_context_extensions' as const, groupContextExtensions: { extensions } },
      { proposalType: 'remove' as const, remove: { removed: 2 } },
    ]
    for (const extraProposals of [proposals, proposals.slice(0, 1)]) {
      const { commit, newState } = await library.createCommit(
        { state: stateOf(world, 0), cipherSuite: world.suite },
        { extraProposals, wireAsPublicMessage: true },
      )
      assert.ok(commit.wireformat === 'mls_public_message')
      assert.ok(commit.publicMessage.content.contentType === 'commit')
      assert.notEqual(commit.publicMessage.content.commit.path, undefined)
      const other = await receive(world, stateOf(world, 1), commit)
      assert.deepEqual(other.newState.keySchedule.epochAuthenticator, newState.keySchedule.epochAuthenticator)
    }
  },
  'private-message-psk': async (library) => {
    const world = await makeWorld(library, 2)
    const psks = { [Buffer.from('id').toString('base64')]: new Uint8Array(32).fill(5) }
    const preSharedKeyId = {
      psktype: 'external' as const,
      pskId: new TextEncoder().encode('id'),
      pskNonce: new Uint8Array(32),
    }
    const state = stateOf(world, 0)
    const { commit, newState } = await library.createCommit(
      { state, cipherSuite: world.suite, pskIndex: library.makePskIndex(state, psks) },
      { extraProposals: [{ proposalType: 'psk', psk: { preSharedKeyId } }] },
    )
    assert.ok(commit.wireformat === 'mls_private_message')
    const receiver = stateOf(world, 1)
    const index = library.makePskIndex(receiver, psks)
    const result = await library.processMessage(commit, receiver, index, library.acceptAll, world.suite)
    assert.deepEqual(result.newState.keySchedule.epochAuthenticator, newState.keySchedule.epochAuthenticator)
  },
  'sender-and-data': async (library) => {
    const world = await makeWorld(library, 3)
    const [data, authenticated] = [Uint8Array.of(1, 2), Uint8Array.of(3)]
    const sent = await library.createApplicationMessage(stateOf(world, 2), data, world.suite, authenticated)
    const message = { ...privateMessage, privateMessage: sent.privateMessage }
    const result: object = await receive(world, stateOf(world, 0), message)
    assert.ok('senderLeafIndex' in result && 'aad' in result)
    assert.equal(result.senderLeafIndex, 2)
    assert.deepEqual(result.aad, authenticated)
  },
  'old-epoch-secrets': async (library) => {
    const world = await makeWorld(library, 2)
    const start = stateOf(world, 0)
    const keyRetentionConfig = { ...start.clientConfig.keyRetentionConfig, retainKeysForEpochs: 1 }
    let state = { ...start, clientConfig: { ...start.clientConfig, keyRetentionConfig } }
    const old = state.secretTree[0]?.application.secret
    let consumed: readonly Uint8Array[] = []
    for (let i = 0; i < 2; i++) {
      const result = await library.createCommit({ state, cipherSuite: world.suite })
      state = result.newState
      consumed = result.consumed
    }
    assert.ok(old !== undefined && consumed.includes(old))
  },
  'unmerged-leaves': async (library) => {
    const world = await makeWorld(library, 7)
    await commitAs(world, 6, [])
    const eighth = await keyPackageOf(world, 7)
    const withEighth = await commitAs(world, 0, [eighth])
    await joinAs(world, withEighth, eighth)
    // The root forgets leaf 7 and a node below it still lists it, as it should.
    await commitAs(world, 0, [])
    const ninth = await keyPackageOf(world, 8)
    const withNinth = await commitAs(world, 0, [ninth])
    await joinAs(world, withNinth, ninth)
  },
  'unique-keys': async (library) => {
    const world = await makeWorld(library, 2)
    const { publicPackage, privatePackage } = await keyPackageOf(world, 9)
    const [founder] = stateOf(world, 0).ratchetTree
    assert.ok(founder?.nodeType === 'leaf')
    const { suite } = world
    const twin = { ...publicPackage.leafNode, hpkePublicKey: founder.leaf.hpkePublicKey }
    const leafNode = await library.leafNode.signLeafNodeKeyPackage(
      twin,
      privatePackage.signaturePrivateKey,
      suite.signature,
    )
    const unsigned = { ...publicPackage, leafNode }
    const key = privatePackage.signaturePrivateKey
    const keyPackage = await library.keyPackage.signKeyPackage(unsigned, key, suite.signature)
    const extraProposals = [{ proposalType: 'add' as const, add: { keyPackage } }]
    const context = { state: stateOf(world, 1), cipherSuite: suite }
    await assert.rejects(library.createCommit(context, { extraProposals }), /keys not unique/)
  },
  'refilled-leaf': async (library) => {
    const world = await makeWorld(library, 4)
    const { publicPackage } = await keyPackageOf(world, 9)
    const extraProposals = [
      { proposalType: 'remove' as const, remove: { removed: 1 } },
      { proposalType: 'add' as const, add: { keyPackage: publicPackage } },
    ]
    const context = { state: stateOf(world, 0), cipherSuite: world.suite }
    const { commit } = await library.createCommit(context, { extraProposals })
    const result = await receive(world, stateOf(world, 1), commit)
    assert.equal(result.newState.groupActiveState.kind, 'removedFromGroup')
  },
  'blank-root': async (library) => {
    const world = await makeWorld(library, 4)
    await commitAs(world, 3, [])
    const { ratchetTree } = stateOf(world, 0)
    const rightHalf = ratchetTree.map((node, at) => (at > 3 ? node : undefined))
    const secret = new Uint8Array(32).fill(1)
    const path = await library.pathSecrets.pathToRoot(
      rightHalf,
      library.treeMath.toNodeIndex(5),
      secret,
      world.suite.kdf,
    )
    assert.deepEqual(path, { 3: secret, 5: secret })
  },
  'private-use-suites': async (library) => {
    const suite = library.getCiphersuiteFromName('MLS_256_XWING_AES256GCM_SHA512_Ed25519')
    assert.equal(library.ciphersuites[suite.name], 0xf00d)
    assert.ok(Object.values(library.ciphersuites).every((id) => id < 77 || id >= 0xf000))
  },
  'minimal-lengths': async (library) => {
    const long = new Uint8Array(200).fill(1)
    const shortIn = (...header: readonly number[]): Uint8Array => Uint8Array.of(...header, ...long)
    for (const bytes of [shortIn(0x40, 5), shortIn(0x40, 63), shortIn(0x80, 0, 0, 100)]) {
      assert.throws(() => library.variableLength.decodeVarLenData(bytes, 0))
    }
    assert.equal(library.variableLength.decodeVarLenData(shortIn(0x40, 64), 0)?.[0].length, 64)
  },
  'presence-octet': async (library) => {
    const decode = library.optional.decodeOptional(library.number.decodeUint8)
    assert.deepEqual(decode(Uint8Array.of(0), 0), [undefined, 1])
    assert.deepEqual(decode(Uint8Array.of(1, 7), 0), [7, 2])
    assert.equal(decode(Uint8Array.of(2, 7), 0), undefined)
    assert.equal(decode(new Uint8Array(0), 0), undefined)
  },
  'flat-encoders': async (library) => {
    const world = await makeWorld(library, 0)
    const { publicPackage } = await keyPackageOf(world, 1)
    const extensions = Array.from({ length: 200_000 }, () => 0xf000)
    const encoded = library.capabilities.encodeCapabilities({ ...publicPackage.leafNode.capabilities, extensions })
    assert.ok(encoded.length > 400_000)
  },
  'enum-table': async (library) => {
    let listed = 0
    const table = new Proxy({ a: 1, b: 2 }, { ownKeys: (target) => (listed++, Reflect.ownKeys(target)) })
    const keyOf = library.enumHelpers.enumNumberToKey(table)
    for (let i = 0; i < 100; i++) assert.equal(keyOf(2), 'b')
    assert.equal(keyOf(3), undefined)
    assert.ok(listed <= 1)
  },
  'tree-hash-cache': async (library) => {
    const world = await makeWorld(library, 5)
    let digests = 0
    const hash = {
      ...world.suite.hash,
      digest: (data: Uint8Array): Promise<Uint8Array> => (digests++, world.suite.hash.digest(data)),
    }
    const { ratchetTree, groupContext } = stateOf(world, 0)
    assert.deepEqual(await library.treeHash.treeHashRoot(ratchetTree, hash), groupContext.treeHash)
    digests = 0
    await library.treeHash.treeHashRoot(ratchetTree, hash)
    assert.equal(digests, 0)
    await commitAs(world, 0, [])
    const next = stateOf(world, 0)
    assert.deepEqual(await library.treeHash.treeHashRoot(next.ratchetTree, hash), next.groupContext.treeHash)
    assert.ok(digests <= 4)
  },
}

test('every correction has a check, and the other way round', () => {
  assert.deepEqual(Object.keys(checks).toSorted(), corrections.map(({ name }) => name).toSorted())
})

for (const [name, check] of Object.entries(checks)) {
  test(`ts-mls: ${name} holds in the corrected copy and fails without the correction`, async () => {
    await check(whole)
    const without = corrections.filter((correction) => correction.name !== name)
    await assert.rejects(check(await makeLibrary(name, without)))
  })
}

test('a correction whose place is not found is refused', () => {
  const edits = [{ file: 'treemath.js', find: 'no such text', replace: '' }]
  const stray = { name: 'stray', reason: '', edits }
  assert.throws(
    () => writePatchedTsMls(join(workshop, 'stray'), [stray]),
    /expected 1 place\(s\) in treemath.js, found 0/,
  )
})

const privateMessage = { version: 'mls10', wireformat: 'mls_private_message' } as const

async function makeLibrary(name: string, wanted: typeof corrections): Promise<Library> {
  const folder = join(workshop, name)
  writePatchedTsMls(folder, wanted)
  // oxlint-disable-next-line typescript/no-unsafe-return -- typed by the library's own declarations below
  const load = async (file: string) => import(join(folder, file))
  /* oxlint-disable typescript/no-unsafe-assignment -- as above */
  const index: typeof TsMls = await load('index.js')
  return {
    ...index,
    capabilities: await load('capabilities.js'),
    optional: await load('codec/optional.js'),
    number: await load('codec/number.js'),
    variableLength: await load('codec/variableLength.js'),
    externalSender: await load('externalSender.js'),
    enumHelpers: await load('util/enumHelpers.js'),
    keyPackage: await load('keyPackage.js'),
    pathSecrets: await load('pathSecrets.js'),
    leafNode: await load('leafNode.js'),
    treeHash: await load('treeHash.js'),
    treeMath: await load('treemath.js'),
  }
  /* oxlint-enable typescript/no-unsafe-assignment */
}

type Member = Awaited<ReturnType<typeof TsMls.generateKeyPackage>>
type World = { readonly library: Library; readonly suite: TsMls.CiphersuiteImpl; states: readonly TsMls.ClientState[] }
type Commit = Awaited<ReturnType<typeof TsMls.createCommit>>

/** A group of `members` (none: only the suite), all added by the first in one commit. */
async function makeWorld(library: Library, members: number): Promise<World> {
  const suite = await library.getCiphersuiteImpl(
    library.getCiphersuiteFromName('MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519'),
  )
  const world: World = { library, suite, states: [] }
  if (members === 0) return world
  const { publicPackage, privatePackage } = await keyPackageOf(world, 0)
  const first = await library.createGroup(Uint8Array.of(1), publicPackage, privatePackage, [], suite)
  world.states = [first]
  if (members === 1) return world
  const others = await Promise.all(Array.from({ length: members - 1 }, (_, i) => keyPackageOf(world, i + 1)))
  const commit = await commitAs(world, 0, others)
  for (const other of others) world.states = [...world.states, await joinAs(world, commit, other)]
  return world
}

function keyPackageOf({ library, suite }: World, identity: number): Promise<Member> {
  const credential = { credentialType: 'basic' as const, identity: Uint8Array.of(identity) }
  const capabilities = { ...library.defaultCapabilities(), ciphersuites: [suite.name], extensions: [], proposals: [] }
  return library.generateKeyPackage(credential, capabilities, library.defaultLifetime, [], suite)
}

/** The commit of one member, which all the others follow. */
async function commitAs(world: World, leaf: number, added: readonly Member[]): Promise<Commit> {
  const { library, suite } = world
  const extraProposals = added.map(({ publicPackage }) => ({
    proposalType: 'add' as const,
    add: { keyPackage: publicPackage },
  }))
  const context = { state: stateOf(world, leaf), cipherSuite: suite }
  const result = await library.createCommit(context, { extraProposals, ratchetTreeExtension: true })
  const states: TsMls.ClientState[] = []
  for (const [i, state] of world.states.entries()) {
    states.push(i === leaf ? result.newState : (await receive(world, state, result.commit)).newState)
  }
  world.states = states
  return result
}

function receive(
  world: World,
  state: TsMls.ClientState,
  message: TsMls.MLSMessage,
): Promise<TsMls.ProcessMessageResult> {
  const { library, suite } = world
  assert.ok(message.wireformat === 'mls_private_message' || message.wireformat === 'mls_public_message')
  return library.processMessage(message, state, library.emptyPskIndex, library.acceptAll, suite)
}

function joinAs(world: World, { welcome }: Commit, member: Member): Promise<TsMls.ClientState> {
  assert.ok(welcome)
  const { library, suite } = world
  return library.joinGroup(welcome, member.publicPackage, member.privatePackage, library.emptyPskIndex, suite)
}

function stateOf(world: World, leaf: number): TsMls.ClientState {
  const state = world.states[leaf]
  assert.ok(state)
  return state
}

function bytesOf([length, write]: readonly [number, (offset: number, buffer: ArrayBuffer) => void]): Uint8Array {
  const buffer = new ArrayBuffer(length)
  write(0, buffer)
  return new Uint8Array(buffer)
}
