import { concat, encodeVector, equal, takeVector } from '@rushlight/protocol'
import type { GroupState } from './group.ts'
import { expandWithLabel, signWithLabel, verifyWithLabel } from './keys/labels.ts'
import { drawAt, drawNext } from './keys/secret-tree.ts'
import type { MessageKey, RatchetKind, SecretTree } from './keys/secret-tree.ts'
import type { Suite } from './keys/suite.ts'
import { leafAt } from './tree/ratchet-tree.ts'
import {
  contentAssociatedData,
  encodePrivateMessage,
  encodeSenderData,
  framedContent,
  parsePrivateMessage,
  parseSenderData,
  REUSE_GUARD_BYTES,
  senderAssociatedData,
  signedContent,
} from './wire/private-message.ts'
import type { ContentType, PrivateMessage, SenderData } from './wire/private-message.ts'

/** How a PrivateMessage is protected and opened (RFC 9420 §6.3), the same for commits and application messages. */

export type Outgoing = {
  readonly contentType: ContentType
  readonly authenticatedData: Uint8Array
  /** What is encrypted beside the signature: content, signature, and what follows it. */
  readonly plaintext: Uint8Array
}

export type Protected = {
  readonly message: Uint8Array
  readonly ratchets: SecretTree
  readonly consumed: readonly Uint8Array[]
}

export async function protect(state: GroupState, outgoing: Outgoing): Promise<Protected> {
  const { suite, context, ownLeaf } = state
  const { contentType, authenticatedData, plaintext } = outgoing
  const header = { groupId: context.groupId, epoch: context.epoch, contentType, authenticatedData }
  const { messageKey, tree, consumed } = drawNext(suite, state.ratchets, {
    leaf: ownLeaf,
    kind: ratchetFor(contentType),
  })
  const reuseGuard = suite.crypto.randomBytes(REUSE_GUARD_BYTES)
  const associated = contentAssociatedData(header)
  const nonce = guardedNonce(messageKey, reuseGuard)
  const ciphertext = await suite.hpke.aead.seal(messageKey.key, nonce, { data: plaintext, associated })
  const senderKey = senderDataKey(suite, state.secrets.senderData, ciphertext)
  const sealedSenderData = await suite.hpke.aead.seal(senderKey.key, senderKey.nonce, {
    data: encodeSenderData({ leaf: ownLeaf, generation: messageKey.generation, reuseGuard }),
    associated: senderAssociatedData(header),
  })
  const message = encodePrivateMessage({ ...header, sealedSenderData, ciphertext })
  return { message, ratchets: tree, consumed }
}

export type SignedContent = { readonly signature: Uint8Array; readonly framed: Uint8Array }
type Unsigned = {
  readonly contentType: ContentType
  readonly authenticatedData: Uint8Array
  readonly content: Uint8Array
}

export async function signContent(state: GroupState, unsigned: Unsigned): Promise<SignedContent> {
  const { groupId, epoch } = state.context
  const framed = framedContent({ ...unsigned, groupId, epoch, leaf: state.ownLeaf })
  const content = signedContent(framed, state.contextBytes)
  const message = { label: 'FramedContentTBS', content }
  return { framed, signature: await signWithLabel(state.suite, state.signaturePrivateKey, message) }
}

export type Incoming = {
  readonly header: PrivateMessage
  readonly senderLeaf: number
  readonly generation: number
  readonly plaintext: Uint8Array
  readonly ratchets: SecretTree
  readonly consumed: readonly Uint8Array[]
}

/** Why bytes are no message of this group at this epoch. Every member comes to the same answer. */
export type FramingFault =
  | 'malformed'
  | 'otherGroup'
  | 'otherEpoch'
  | 'otherContent'
  | 'noSender'
  | 'generationGone'
  | 'doesNotOpen'
  | 'signatureInvalid'

export type Unprotected =
  | { readonly kind: 'open'; readonly incoming: Incoming }
  | { readonly kind: 'own'; readonly generation: number }
  | { readonly kind: 'void'; readonly reason: FramingFault }

/** Decrypts; who said it is not certain before the signature was verified as well. */
export async function unprotect(state: GroupState, bytes: Uint8Array, wanted: ContentType): Promise<Unprotected> {
  const header = parsePrivateMessage(bytes)
  if (header === undefined) return fault('malformed')
  if (!equal(header.groupId, state.context.groupId)) return fault('otherGroup')
  if (header.epoch !== state.context.epoch) return fault('otherEpoch')
  if (header.contentType !== wanted) return fault('otherContent')
  const sender = await openSenderData(state, header)
  if (sender === undefined || leafAt(state.tree, sender.leaf) === undefined) return fault('noSender')
  if (sender.leaf === state.ownLeaf) return { kind: 'own', generation: sender.generation }
  return openContent(state, header, sender)
}

/** Verifies the signature over the content and, with it, over everything the epoch stands for. */
export function isContentSigned(
  state: GroupState,
  incoming: Incoming,
  said: { readonly content: Uint8Array; readonly signature: Uint8Array },
): Promise<boolean> {
  const leaf = leafAt(state.tree, incoming.senderLeaf)
  if (leaf === undefined) return Promise.resolve(false)
  const content = signedContent(framedBy(incoming, said.content), state.contextBytes)
  const message = { label: 'FramedContentTBS', content, signature: said.signature }
  return verifyWithLabel(state.suite, leaf.node.signaturePublicKey, message)
}

export function framedBy({ header, senderLeaf }: Incoming, content: Uint8Array): Uint8Array {
  return framedContent({ ...header, leaf: senderLeaf, content })
}

/** The signature, what follows it, and that nothing but zeros comes after (§6.3.1). */
export function takeSignature(bytes: Uint8Array, following: number): readonly Uint8Array[] | undefined {
  const taken: Uint8Array[] = []
  let rest = bytes
  for (let i = 0; i <= following; i++) {
    const vector = takeVector(rest)
    if (vector === undefined) return undefined
    taken.push(vector.data)
    rest = vector.rest
  }
  return rest.every((byte) => byte === 0) ? taken : undefined
}

/** What `takeSignature` reads. */
export function withSignature(content: Uint8Array, ...vectors: readonly Uint8Array[]): Uint8Array {
  return concat(content, ...vectors.map(encodeVector))
}

async function openContent(state: GroupState, header: PrivateMessage, sender: SenderData): Promise<Unprotected> {
  const { suite } = state
  const { leaf, generation, reuseGuard } = sender
  const drawn = drawAt(suite, state.ratchets, { leaf, kind: ratchetFor(header.contentType), generation })
  if (drawn === undefined) return fault('generationGone')
  const message = { data: header.ciphertext, associated: contentAssociatedData(header) }
  const nonce = guardedNonce(drawn.messageKey, reuseGuard)
  const plaintext = await suite.hpke.aead.open(drawn.messageKey.key, nonce, message)
  if (plaintext === undefined) return fault('doesNotOpen')
  const { tree: ratchets, consumed } = drawn
  return { kind: 'open', incoming: { header, senderLeaf: leaf, generation, plaintext, ratchets, consumed } }
}

async function openSenderData(state: GroupState, header: PrivateMessage): Promise<SenderData | undefined> {
  const { key, nonce } = senderDataKey(state.suite, state.secrets.senderData, header.ciphertext)
  const message = { data: header.sealedSenderData, associated: senderAssociatedData(header) }
  const opened = await state.suite.hpke.aead.open(key, nonce, message)
  return opened === undefined ? undefined : parseSenderData(opened)
}

/** §6.3.2: the ciphertext's beginning stands in for a nonce. */
export function senderDataKey(
  suite: Suite,
  secret: Uint8Array,
  ciphertext: Uint8Array,
): { readonly key: Uint8Array; readonly nonce: Uint8Array } {
  const context = ciphertext.subarray(0, suite.hashBytes)
  const expand = (label: string, length: number): Uint8Array =>
    expandWithLabel(suite, secret, { label, context, length })
  const { keyBytes, nonceBytes } = suite.hpke.aead
  return { key: expand('key', keyBytes), nonce: expand('nonce', nonceBytes) }
}

/** §6.3.1: should a ratchet ever be used twice after a crash, the nonce still differs. */
function guardedNonce({ nonce }: MessageKey, reuseGuard: Uint8Array): Uint8Array {
  return nonce.map((byte, i) => byte ^ (reuseGuard[i] ?? 0))
}

function ratchetFor(contentType: ContentType): RatchetKind {
  return contentType === 'application' ? 'application' : 'handshake'
}

function fault(reason: FramingFault): { readonly kind: 'void'; readonly reason: FramingFault } {
  return { kind: 'void', reason }
}
