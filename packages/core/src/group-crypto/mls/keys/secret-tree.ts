import { EMPTY, GENERATIONS_SKIPPED_MAX, utf8 } from '@rushlight/protocol'
import { FORWARD_GENERATIONS_MAX } from '../limits.ts'
import { directPathOf, leftOf, nodeOfLeaf, rightOf, rootOf } from '../tree/tree-math.ts'
import { itemAt, shelfOf, withItems } from './shelf.ts'
import type { Shelf } from './shelf.ts'
import { deriveTreeSecret, expandWithLabel } from './labels.ts'
import type { Suite } from './suite.ts'

/**
 * The secret tree (RFC 9420 §9): one ratchet for handshakes and one for application messages per leaf. It is lazy: an
 * inner node's secret is kept until a leaf below is first used, and is then replaced by what it leads to. So an epoch
 * begins with one secret however large the group is, and nothing is kept that leads to a used key.
 *
 * A value: drawing a key makes another tree. Of a message that was jumped over its key and nonce are kept, never the
 * ratchet's secret, which would lead to all later keys.
 */
export type SecretTree = Shelf<SecretNode>

export type SecretNode = InnerSecret | LeafRatchets
type InnerSecret = { readonly kind: 'inner'; readonly secret: Uint8Array }
export type LeafRatchets = { readonly kind: 'leaf'; readonly handshake: Ratchet; readonly application: Ratchet }

export type Ratchet = {
  readonly secret: Uint8Array
  /** Of the next message. */
  readonly generation: number
  /** Ascending, at most GENERATIONS_SKIPPED_MAX. */
  readonly skipped: readonly MessageKey[]
}

export type MessageKey = { readonly generation: number; readonly key: Uint8Array; readonly nonce: Uint8Array }

export type RatchetKind = 'handshake' | 'application'
export type RatchetPlace = { readonly leaf: number; readonly kind: RatchetKind }

export type Drawn = {
  readonly messageKey: MessageKey
  readonly tree: SecretTree
  /** What the old tree held and the new one does not, and the key itself: to be zeroed when the new tree is kept. */
  readonly consumed: readonly Uint8Array[]
}

export function createSecretTree(width: number, root: Uint8Array): SecretTree {
  return shelfOf(width, new Map([[rootOf(width), { kind: 'inner', secret: root }]]))
}

/** The key of the next message that a leaf sends. */
export function drawNext(suite: Suite, tree: SecretTree, place: RatchetPlace): Drawn {
  const opened = openLeaf(suite, tree, place.leaf)
  return step(suite, opened, { ...place, generation: opened.ratchets[place.kind].generation })
}

/** The key of one message, or `undefined` if it was drawn before, forgotten, or lies too far ahead. */
export function drawAt(
  suite: Suite,
  tree: SecretTree,
  place: RatchetPlace & { readonly generation: number },
): Drawn | undefined {
  const opened = openLeaf(suite, tree, place.leaf)
  const ratchet = opened.ratchets[place.kind]
  if (place.generation - ratchet.generation > FORWARD_GENERATIONS_MAX) return undefined
  return place.generation < ratchet.generation ? takeSkipped(opened, place) : step(suite, opened, place)
}

/** Every secret in the tree. */
export function secretsIn(node: SecretNode): readonly Uint8Array[] {
  if (node.kind === 'inner') return [node.secret]
  return [node.handshake, node.application].flatMap(({ secret, skipped }) => [
    secret,
    ...skipped.flatMap(({ key, nonce }) => [key, nonce]),
  ])
}

type Opened = {
  readonly tree: SecretTree
  readonly at: number
  readonly ratchets: LeafRatchets
  readonly consumed: readonly Uint8Array[]
}

/** Goes down from the nearest secret that is kept, leaving at each step the other child behind. */
function openLeaf(suite: Suite, tree: SecretTree, leaf: number): Opened {
  const at = nodeOfLeaf(leaf)
  const found = itemAt(tree, at)
  if (found?.kind === 'leaf') return { tree, at, ratchets: found, consumed: [] }
  const path = [at, ...directPathOf(at, tree.length)]
  const start = path.findIndex((node) => itemAt(tree, node) !== undefined)
  const changes = new Map<number, SecretNode | undefined>()
  const consumed: Uint8Array[] = []
  for (const node of path.slice(0, start + 1).toReversed()) {
    const secret = innerSecret(changes.get(node) ?? itemAt(tree, node))
    consumed.push(secret)
    if (node === at) return { tree: withItems(tree, changes), at, ratchets: createRatchets(suite, secret), consumed }
    changes.set(leftOf(node), childSecret(suite, secret, 'left'))
    changes.set(rightOf(node), childSecret(suite, secret, 'right'))
    changes.set(node, undefined)
  }
  throw new Error('a leaf of the secret tree has no secret above it')
}

function innerSecret(node: SecretNode | undefined): Uint8Array {
  if (node?.kind !== 'inner') throw new Error('a secret of the secret tree is missing')
  return node.secret
}

function childSecret(suite: Suite, secret: Uint8Array, side: 'left' | 'right'): InnerSecret {
  const wanted = { label: 'tree', context: utf8(side), length: suite.hashBytes }
  return { kind: 'inner', secret: expandWithLabel(suite, secret, wanted) }
}

function createRatchets(suite: Suite, secret: Uint8Array): LeafRatchets {
  const create = (label: RatchetKind): Ratchet => ({
    secret: expandWithLabel(suite, secret, { label, context: EMPTY, length: suite.hashBytes }),
    generation: 0,
    skipped: [],
  })
  return { kind: 'leaf', handshake: create('handshake'), application: create('application') }
}

type Wanted = { readonly kind: RatchetKind; readonly generation: number }

/** Turns the ratchet up to the wanted generation and once more, keeping the keys of the last ones it passes. */
function step(suite: Suite, opened: Opened, { kind, generation }: Wanted): Drawn {
  const ratchet = opened.ratchets[kind]
  const consumed = [...opened.consumed]
  const passed: MessageKey[] = []
  let { secret } = ratchet
  for (let at = ratchet.generation; at < generation; at++) {
    if (generation - at <= GENERATIONS_SKIPPED_MAX) passed.push(messageKeyAt(suite, secret, at))
    consumed.push(secret)
    secret = nextSecret(suite, secret, at)
  }
  const messageKey = messageKeyAt(suite, secret, generation)
  consumed.push(secret)
  const skipped = [...ratchet.skipped, ...passed]
  const forgotten = skipped.splice(0, Math.max(0, skipped.length - GENERATIONS_SKIPPED_MAX))
  const next: Ratchet = { secret: nextSecret(suite, secret, generation), generation: generation + 1, skipped }
  return drawn(opened, { kind, next, messageKey, consumed: [...consumed, ...forgotten.flatMap(secretsOf)] })
}

function takeSkipped(opened: Opened, { kind, generation }: Wanted): Drawn | undefined {
  const ratchet = opened.ratchets[kind]
  const messageKey = ratchet.skipped.find((skipped) => skipped.generation === generation)
  if (messageKey === undefined) return undefined
  const next = { ...ratchet, skipped: ratchet.skipped.filter((skipped) => skipped !== messageKey) }
  return drawn(opened, { kind, next, messageKey, consumed: opened.consumed })
}

type Turned = {
  readonly kind: RatchetKind
  readonly next: Ratchet
  readonly messageKey: MessageKey
  readonly consumed: readonly Uint8Array[]
}

function drawn(opened: Opened, { kind, next, messageKey, consumed }: Turned): Drawn {
  const turned = { ...opened.ratchets, [kind]: next }
  const tree = withItems(opened.tree, new Map([[opened.at, turned]]))
  return { messageKey, tree, consumed: [...consumed, ...secretsOf(messageKey)] }
}

function messageKeyAt(suite: Suite, secret: Uint8Array, generation: number): MessageKey {
  const { keyBytes, nonceBytes } = suite.hpke.aead
  return {
    generation,
    key: deriveTreeSecret(suite, secret, { label: 'key', generation, length: keyBytes }),
    nonce: deriveTreeSecret(suite, secret, { label: 'nonce', generation, length: nonceBytes }),
  }
}

function nextSecret(suite: Suite, secret: Uint8Array, generation: number): Uint8Array {
  return deriveTreeSecret(suite, secret, { label: 'secret', generation, length: suite.hashBytes })
}

function secretsOf({ key, nonce }: MessageKey): readonly Uint8Array[] {
  return [key, nonce]
}
