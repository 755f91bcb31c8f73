import { equal, utf8 } from '@rushlight/protocol'
import type { Crypto } from '@rushlight/protocol'
import { openApplication, sealApplication } from '../../group-crypto/mls/application.ts'
import { applyCommit } from '../../group-crypto/mls/apply-commit.ts'
import { createGroup } from '../../group-crypto/mls/create-group.ts'
import { protect, signContent, unprotect, withSignature } from '../../group-crypto/mls/framing.ts'
import { Group } from '../../group-crypto/mls/group.ts'
import { decodeGroup, encodeGroup } from '../../group-crypto/mls/group-codec.ts'
import { joinGroup } from '../../group-crypto/mls/join-group.ts'
import {
  createKeyPackage,
  parseKeyPackage,
  parsePrivateKeys,
  readKeyPackage,
} from '../../group-crypto/mls/key-package.ts'
import type { CreatedKeyPackage } from '../../group-crypto/mls/key-package.ts'
import { openHandshake } from '../../group-crypto/mls/open-handshake.ts'
import { openGroupInfo, openSecrets, readWelcome } from '../../group-crypto/mls/open-welcome.ts'
import { stageCommit } from '../../group-crypto/mls/stage-commit.ts'
import type { StagedCommit } from '../../group-crypto/mls/stage-commit.ts'
import { encodeTree, parseTree } from '../../group-crypto/mls/tree/ratchet-tree.ts'
import { parsePrivateMessage, parseSenderData } from '../../group-crypto/mls/wire/private-message.ts'
import * as wire from '../../group-crypto/mls/wire/ts-mls.ts'
import { ensure } from '../mls-vectors/vector-value.ts'
import type { ByteTarget } from './byte-reader-target.ts'

/** Every reader of MLS bytes, from the outermost frame to what only a member can put inside. */
export async function makeMlsTargets(crypto: Crypto): Promise<readonly ByteTarget[]> {
  const sample = await makeSample(crypto)
  return [...plainReaders(crypto, sample), ...messageReaders(crypto, sample), insideReader(sample)]
}

type Sample = {
  readonly alice: Group
  readonly bob: Group
  readonly carol: CreatedKeyPackage
  readonly commit: StagedCommit
  readonly update: StagedCommit
  readonly welcome: Uint8Array
  readonly application: Uint8Array
  readonly groupInfo: Uint8Array
  readonly groupSecrets: Uint8Array
  /** Of `commit` and `update`, without what surrounds them. */
  readonly commits: readonly Uint8Array[]
}

const NOTHING = { add: [], remove: [], authenticatedData: new Uint8Array(0) }

async function makeSample(crypto: Crypto): Promise<Sample> {
  const [founder, second, third, fourth] = await Promise.all(['a', 'b', 'c', 'd'].map((name) => deviceOf(crypto, name)))
  ensure(founder !== undefined && second !== undefined && third !== undefined && fourth !== undefined, 'four devices')
  const groupId = crypto.randomBytes(32)
  const alone = await createGroup(crypto, { groupId, extensions: [{ type: 6, data: Uint8Array.of(1) }], ...founder })
  const first = await stage(alone, { add: [second.keyPackage, third.keyPackage] })
  const joined = await joinGroup(crypto, { welcome: first.welcome ?? new Uint8Array(0), ...second })
  ensure(joined.kind === 'joined', 'bob joins')
  const update = await stage(first.next, {})
  const commit = await stage(first.next, { add: [fourth.keyPackage], remove: [2], extensions: [] })
  const { message } = await sealApplication(first.next, { data: Uint8Array.of(1, 2, 3), authenticatedData: groupId })
  const welcome = commit.welcome ?? new Uint8Array(0)
  const opened = await openWelcome(crypto, welcome, fourth)
  const commits = await Promise.all([commit, update].map(({ message }) => contentOf(joined.group, message)))
  const sample = { alice: first.next, bob: joined.group, carol: fourth, commit, update, welcome, commits }
  return { ...sample, ...opened, application: message }
}

function deviceOf(crypto: Crypto, name: string): Promise<CreatedKeyPackage> {
  return createKeyPackage(crypto, {
    suite: 1,
    identity: utf8(name),
    signaturePrivateKey: crypto.randomBytes(32),
    leafExtensions: [{ type: 0xf100, data: Uint8Array.of(7) }],
    extensions: [{ type: 0xf101, data: Uint8Array.of(8) }],
    supportedExtensions: [6],
    notBeforeAt: 0,
    notAfterAt: 1_000_000,
  })
}

async function stage(group: Group, change: Partial<Parameters<typeof stageCommit>[1]>): Promise<StagedCommit> {
  const staged = await stageCommit(group, { ...NOTHING, alwaysPath: true, ...change })
  ensure(staged.kind === 'staged', 'a commit')
  return staged
}

async function openWelcome(
  crypto: Crypto,
  bytes: Uint8Array,
  device: CreatedKeyPackage,
): Promise<Pick<Sample, 'groupInfo' | 'groupSecrets'>> {
  const [welcome, keyPackage] = [readWelcome(bytes), readKeyPackage(device.keyPackage)]
  const { suite } = Group.stateOf(await createGroup(crypto, { groupId: bytes.slice(0, 8), extensions: [], ...device }))
  const privateKeys = parsePrivateKeys(suite, device.privateKeys)
  ensure(welcome !== undefined && keyPackage !== undefined && privateKeys !== undefined, 'a Welcome')
  const secrets = await openSecrets({ suite, keyPackage, privateKeys }, welcome)
  ensure(typeof secrets !== 'string', 'the secrets of a Welcome')
  const info = await openGroupInfo(suite, welcome, secrets.joinerSecret)
  ensure(info !== undefined, 'a GroupInfo')
  return { groupInfo: wire.encodeGroupInfo(info), groupSecrets: wire.encodeGroupSecrets(secrets) }
}

async function contentOf(group: Group, message: Uint8Array): Promise<Uint8Array> {
  const opened = await unprotect(Group.stateOf(group), message, 'commit')
  ensure(opened.kind === 'open', 'a commit of another')
  const { plaintext } = opened.incoming
  return plaintext.slice(0, wire.parsePart(wire.decodeCommit, plaintext, 0)?.end)
}

/** Those that only read. */
function plainReaders(crypto: Crypto, sample: Sample): readonly ByteTarget[] {
  const { alice, bob, carol, commit, update, welcome, application } = sample
  const { suite, tree } = Group.stateOf(bob)
  const messages = [application, commit.message, update.message, welcome, carol.keyPackage]
  const trees = [encodeTree(tree), encodeTree(Group.stateOf(commit.next).tree)]
  const epochs = [alice, bob].map((group) => encodeGroup(group).epoch)
  const [stored] = encodeGroup(bob).ratchets
  return [
    reader('MLSMessage', messages, codec(wire.decodeMlsMessage, wire.encodeMlsMessage)),
    reader('Commit', sample.commits, codec(wire.decodeCommit, wire.encodeCommit)),
    reader('GroupInfo', [sample.groupInfo], codec(wire.decodeGroupInfo, wire.encodeGroupInfo)),
    reader('GroupSecrets', [sample.groupSecrets], codec(wire.decodeGroupSecrets, wire.encodeGroupSecrets)),
    { name: 'PrivateMessage', samples: [application, commit.message], read: parsePrivateMessage },
    { name: 'SenderData', samples: [new Uint8Array(12)], read: parseSenderData },
    { name: 'private keys', samples: [carol.privateKeys], read: (bytes) => parsePrivateKeys(suite, bytes) },
    { name: 'ratchet_tree', samples: trees, read: readTree },
    { name: 'stored epoch', samples: epochs, read: (bytes) => decodeGroup(crypto, { epoch: bytes, ratchets: [] }) },
    {
      name: 'stored ratchet',
      samples: stored === undefined ? [] : [stored.bytes],
      read: (bytes) => decodeGroup(crypto, { ...encodeGroup(bob), ratchets: [{ node: 0, bytes }] }),
    },
  ]
}

/** A tree that is taken for one is written again as it was. */
function readTree(bytes: Uint8Array): unknown {
  const tree = parseTree(bytes)
  if (tree !== undefined && !equal(encodeTree(tree), bytes)) throw new Error('another tree is written than was read')
  return tree
}

/** Those that decrypt and verify. */
function messageReaders(crypto: Crypto, sample: Sample): readonly ByteTarget[] {
  const { bob, carol, commit, update, welcome, application } = sample
  const parts = codec(wire.decodeMlsMessage, wire.encodeMlsMessage)
  const slow = (name: string, samples: readonly Uint8Array[], read: ByteTarget['read']): ByteTarget => ({
    name,
    samples,
    read,
    parts,
    isSlow: true,
  })
  return [
    slow('application message', [application], (bytes) => openApplication(bob, bytes)),
    slow('handshake', [commit.message, update.message], (bytes) => openHandshake(bob, bytes)),
    slow('Welcome', [welcome], (bytes) => joinGroup(crypto, { welcome: bytes, ...carol })),
    slow('KeyPackage', [carol.keyPackage], (bytes) => parseKeyPackage(crypto, bytes)),
  ]
}

/** What a member seals and signs: nothing stops these bytes before they are read. */
function insideReader({ alice, bob, commits }: Sample): ByteTarget {
  const state = Group.stateOf(alice)
  const authenticatedData = new Uint8Array(0)
  return {
    name: 'commit of a member',
    samples: commits,
    parts: codec(wire.decodeCommit, wire.encodeCommit),
    isSlow: true,
    async read(content) {
      const { signature } = await signContent(state, { contentType: 'commit', authenticatedData, content })
      const plaintext = withSignature(content, signature, new Uint8Array(state.suite.hashBytes))
      const { message } = await protect(state, { contentType: 'commit', authenticatedData, plaintext })
      const opened = await openHandshake(bob, message)
      return opened.kind === 'commit' ? applyCommit(opened) : undefined
    },
  }
}

type Parts = NonNullable<ByteTarget['parts']>

function reader(name: string, samples: readonly Uint8Array[], parts: Parts): ByteTarget {
  return { name, samples, read: parts.split, parts }
}

/** The way back takes what the mutator made; an encoder that cannot write it throws. */
function codec<T>(decode: Parameters<typeof wire.parseWhole<T>>[0], encode: (value: T) => Uint8Array): Parts {
  return {
    split: (bytes) => wire.parseWhole(decode, bytes),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a bent value has the wrong type on purpose
    join: (value) => encode(value as T),
  }
}
