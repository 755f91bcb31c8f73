import { takeVector } from '@rushlight/protocol'
import { decodeCommit, encodeCommit } from '#ts-mls/commit.js'
import { decodeMlsMessage } from '#ts-mls/message.js'
import { unprotectPublicMessage } from '#ts-mls/messageProtectionPublic.js'
import { decodeProposal, encodeProposal } from '#ts-mls/proposal.js'
import type { RatchetTree as LibraryTree } from '#ts-mls/ratchetTree.js'
import {
  isContentSigned,
  protect,
  signContent,
  takeSignature,
  unprotect,
  withSignature,
} from '../../group-crypto/mls/framing.ts'
import type { GroupState } from '../../group-crypto/mls/group.ts'
import { epochFromSecret } from '../../group-crypto/mls/keys/key-schedule.ts'
import { createSecretTree } from '../../group-crypto/mls/keys/secret-tree.ts'
import type { Suite } from '../../group-crypto/mls/keys/suite.ts'
import type { Leaf } from '../../group-crypto/mls/tree/leaf.ts'
import { encodeGroupContext, parsePart, parseWhole } from '../../group-crypto/mls/wire/ts-mls.ts'
import type { GroupContext, LeafNode } from '../../group-crypto/mls/wire/ts-mls.ts'
import type { ContentType } from '../../group-crypto/mls/wire/private-message.ts'
import { librarySuite } from './library-suite.ts'
import { ensure, ensureEqual } from './vector-value.ts'
import type { VectorValue } from './vector-value.ts'

const RECEIVER = 0
const SENDER = 1

/** Two leaves, of which the second speaks. Private messages by our framing, public ones by the library's. */
export async function runMessageProtection(suite: Suite, vector: VectorValue): Promise<void> {
  for (const contentType of ['application', 'proposal', 'commit'] as const) {
    const receiver = stateOf(suite, vector, RECEIVER)
    await openAs(receiver, contentType, { message: vector.bytes(`${contentType}_priv`), vector })
    await openAs(receiver, contentType, { message: await sealAs(suite, vector, contentType), vector })
    if (contentType !== 'application') await runPublicMessage(suite, vector, contentType)
  }
}

async function openAs(
  state: GroupState,
  contentType: ContentType,
  { message, vector }: { readonly message: Uint8Array; readonly vector: VectorValue },
): Promise<void> {
  const opened = await unprotect(state, message, contentType)
  ensure(opened.kind === 'open' && opened.incoming.senderLeaf === SENDER, `an open ${contentType}`)
  const { plaintext } = opened.incoming
  const length = contentLength(plaintext, contentType)
  const content = plaintext.subarray(0, length)
  ensureEqual(bare(content, contentType), vector.bytes(contentType), contentType)
  const [signature] = takeSignature(plaintext.subarray(length), contentType === 'commit' ? 1 : 0) ?? []
  ensure(signature !== undefined, 'a signature')
  ensure(await isContentSigned(state, opened.incoming, { content, signature }), 'the signature of the sender')
}

async function sealAs(suite: Suite, vector: VectorValue, contentType: ContentType): Promise<Uint8Array> {
  const sender = stateOf(suite, vector, SENDER)
  const bytes = vector.bytes(contentType)
  const content = contentType === 'application' ? withSignature(new Uint8Array(0), bytes) : bytes
  const said = { contentType, authenticatedData: Uint8Array.of(1, 2), content }
  const { signature } = await signContent(sender, said)
  const tags = contentType === 'commit' ? [new Uint8Array(suite.hashBytes)] : []
  const plaintext = withSignature(content, signature, ...tags)
  return (await protect(sender, { ...said, plaintext })).message
}

function contentLength(plaintext: Uint8Array, contentType: ContentType): number {
  if (contentType === 'application') return plaintext.length - (takeVector(plaintext)?.rest.length ?? 0)
  const part = parsePart<unknown>(contentType === 'commit' ? decodeCommit : decodeProposal, plaintext, 0)
  ensure(part !== undefined, contentType)
  return part.end
}

function bare(content: Uint8Array, contentType: ContentType): Uint8Array {
  return contentType === 'application' ? (takeVector(content)?.data ?? content) : content
}

async function runPublicMessage(suite: Suite, vector: VectorValue, contentType: 'proposal' | 'commit'): Promise<void> {
  const message = parseWhole(decodeMlsMessage, vector.bytes(`${contentType}_pub`))
  ensure(message?.wireformat === 'mls_public_message', 'a public message')
  const leaf = leafWith(vector.bytes('signature_pub'))
  const tree: LibraryTree = [leaf, undefined, leaf].map((node) => node && { nodeType: 'leaf', leaf: node })
  const key = vector.bytes('membership_key')
  const context = contextOf(suite, vector)
  const opened = await unprotectPublicMessage(key, context, tree, message.publicMessage, librarySuite(suite))
  const { content } = opened
  ensure(content.contentType === contentType, contentType)
  const said = content.contentType === 'commit' ? encodeCommit(content.commit) : encodeProposal(content.proposal)
  ensureEqual(said, vector.bytes(contentType), contentType)
}

function stateOf(suite: Suite, vector: VectorValue, ownLeaf: number): GroupState {
  const context = contextOf(suite, vector)
  const leaf: Leaf = { kind: 'leaf', node: leafWith(vector.bytes('signature_pub')), bytes: new Uint8Array(0) }
  const { secrets } = epochFromSecret(suite, new Uint8Array(suite.hashBytes))
  return {
    suite,
    context,
    contextBytes: encodeGroupContext(context),
    tree: { nodes: [leaf, undefined, leaf], hashes: [] },
    ownLeaf,
    keys: new Map(),
    signaturePrivateKey: vector.bytes('signature_priv'),
    confirmationTag: new Uint8Array(0),
    secrets: { ...secrets, senderData: vector.bytes('sender_data_secret') },
    ratchets: createSecretTree(3, vector.bytes('encryption_secret')),
  }
}

function contextOf(suite: Suite, vector: VectorValue): GroupContext {
  return {
    version: 'mls10',
    cipherSuite: suite.name,
    groupId: vector.bytes('group_id'),
    epoch: BigInt(vector.number('epoch')),
    treeHash: vector.bytes('tree_hash'),
    confirmedTranscriptHash: vector.bytes('confirmed_transcript_hash'),
    extensions: [],
  }
}

/** The vectors give a signature key and no leaf. */
function leafWith(signaturePublicKey: Uint8Array): LeafNode {
  const none = new Uint8Array(0)
  return {
    leafNodeSource: 'update',
    hpkePublicKey: none,
    signaturePublicKey,
    credential: { credentialType: 'basic', identity: none },
    capabilities: { versions: [], ciphersuites: [], extensions: [], proposals: [], credentials: [] },
    extensions: [],
    signature: none,
  }
}
