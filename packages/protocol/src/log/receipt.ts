import { concat, equal } from '../bytes/bytes.ts'
import { bool, bytes, encodeWith, field, list, optional, struct, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { hashLabelled, signLabelled, verifyLabelled } from '../crypto/labelled.ts'
import { doorId, logId } from '../ids/ids.ts'
import type { DoorId, LogId } from '../ids/ids.ts'
import { SIGNATURE_BYTES } from '../ids/keys.ts'
import type { ProviderPrivateKey, ProviderPublicKey } from '../ids/keys.ts'

/**
 * The hub's word that an entry has its place in a log and is on disk (R11). Receipts of one event-loop turn share one
 * signature over the root of a Merkle tree (leaf and node hashes carry different labels); each brings its own path.
 */
export type ReceiptBody = {
  readonly log: LogId
  /** From 1. */
  readonly seq: number
  readonly entryHash: Uint8Array
  /** Of a commit's delta, or of the addresses of a `setAddress`. */
  readonly deltaHash?: Uint8Array
  /** Of a commit: the door that the hub made of the key it was given; members compare it with their own (R9). */
  readonly child?: DoorId
  /** The chain hash after the entry before; the log id at seq 1. */
  readonly chainBefore: Uint8Array
  /** UTC ms at the hub; never earlier than in the receipt before. */
  readonly acceptedAt: number
}

export type Receipt = {
  readonly body: ReceiptBody
  readonly path: readonly PathStep[]
  readonly signature: Uint8Array
}

/** A sibling on the way to the root. */
export type PathStep = { readonly left: boolean; readonly hash: Uint8Array }

/** A place in a log: everything up to and including `seq` (R3, R17). */
export type Head = { readonly log: LogId; readonly seq: number; readonly chain: Uint8Array }

export const HASH_BYTES = 32
/** 2^16 receipts in one turn. */
const PATH_STEPS_MAX = 16

const receiptBodyCodec: Codec<ReceiptBody> = struct({
  log: field(0, logId.codec),
  seq: field(1, uint()),
  entryHash: field(2, bytes(HASH_BYTES)),
  deltaHash: optional(3, bytes(HASH_BYTES)),
  chainBefore: field(4, bytes(HASH_BYTES)),
  acceptedAt: field(5, uint()),
  child: optional(6, doorId.codec),
})

const pathStepCodec: Codec<PathStep> = struct({ left: field(0, bool), hash: field(1, bytes(HASH_BYTES)) })

export const receiptCodec: Codec<Receipt> = struct({
  body: field(0, receiptBodyCodec),
  path: field(1, list(pathStepCodec, PATH_STEPS_MAX)),
  signature: field(2, bytes(SIGNATURE_BYTES)),
})

export const headCodec: Codec<Head> = struct({
  log: field(0, logId.codec),
  seq: field(1, uint()),
  chain: field(2, bytes(HASH_BYTES)),
})

/** Where every log begins: nothing of it, and its own id as chain hash. */
export function startOf(log: LogId): Head {
  return { log, seq: 0, chain: logId.toBytes(log) }
}

/** The head after the receipted entry. */
export function headAfter(crypto: Crypto, body: ReceiptBody): Head {
  return { log: body.log, seq: body.seq, chain: hashLabelled(crypto, 'chain', encodeWith(receiptBodyCodec, body)) }
}

/** Signs all bodies of a turn at once; the receipts come in their order. At most 2^PATH_STEPS_MAX bodies. */
export async function signReceipts(
  crypto: Crypto,
  key: ProviderPrivateKey,
  bodies: readonly ReceiptBody[],
): Promise<readonly Receipt[]> {
  const leaves = bodies.map((body) => leafHash(crypto, body))
  const { root, paths } = merkle(crypto, leaves)
  const signature = await signLabelled({ crypto, label: 'receipt' }, key, root)
  return bodies.map((body, i) => ({ body, path: paths[i] ?? [], signature }))
}

export async function verifyReceipt(crypto: Crypto, key: ProviderPublicKey, receipt: Receipt): Promise<boolean> {
  const root = rootOf(crypto, receipt)
  return verifyLabelled({ crypto, label: 'receipt' }, { publicKey: key, signature: receipt.signature }, root)
}

/** What was signed. Equal for all receipts of one turn. */
export function rootOf(crypto: Crypto, { body, path }: Receipt): Uint8Array {
  let hash = leafHash(crypto, body)
  for (const step of path) hash = step.left ? nodeHash(crypto, step.hash, hash) : nodeHash(crypto, hash, step.hash)
  return hash
}

/** Does the receipt stand directly behind `head`, with a time that does not go back? */
export function followsHead(receipt: Receipt, head: Head, lastAcceptedAt: number): boolean {
  const { log, seq, chainBefore, acceptedAt } = receipt.body
  return log === head.log && seq === head.seq + 1 && equal(chainBefore, head.chain) && acceptedAt >= lastAcceptedAt
}

function leafHash(crypto: Crypto, body: ReceiptBody): Uint8Array {
  return hashLabelled(crypto, 'receipt', encodeWith(receiptBodyCodec, body))
}

function nodeHash(crypto: Crypto, left: Uint8Array, right: Uint8Array): Uint8Array {
  return hashLabelled(crypto, 'receipt node', concat(left, right))
}

type Merkle = { readonly root: Uint8Array; readonly paths: readonly (readonly PathStep[])[] }

/** An odd node at the end of a level is carried up as it is. */
function merkle(crypto: Crypto, leaves: readonly Uint8Array[]): Merkle {
  const paths: PathStep[][] = leaves.map(() => [])
  let level = leaves.map((hash, i) => ({ hash, below: [i] }))
  while (level.length > 1) {
    const next: typeof level = []
    for (let i = 0; i < level.length; i += 2) {
      const left = level[i]
      const right = level[i + 1]
      if (left === undefined) break
      if (right === undefined) next.push(left)
      else {
        for (const leaf of left.below) paths[leaf]?.push({ left: false, hash: right.hash })
        for (const leaf of right.below) paths[leaf]?.push({ left: true, hash: left.hash })
        next.push({ hash: nodeHash(crypto, left.hash, right.hash), below: [...left.below, ...right.below] })
      }
    }
    level = next
  }
  return { root: level[0]?.hash ?? new Uint8Array(HASH_BYTES), paths }
}
