import { bigEndian, concat, encodeVector } from '@rushlight/protocol'
import type { ByteReader } from '../wire/byte-reader.ts'
import type { LeafRatchets, MessageKey, Ratchet, SecretNode } from './secret-tree.ts'

/** One node of the secret tree on disk. */
const RATCHET_FORMAT = 1
const INNER = 1
const LEAF = 2

export function encodeSecretNode(node: SecretNode): Uint8Array {
  const head = (kind: number): Uint8Array => Uint8Array.of(RATCHET_FORMAT, kind)
  return node.kind === 'inner'
    ? concat(head(INNER), encodeVector(node.secret))
    : concat(head(LEAF), encodeRatchet(node.handshake), encodeRatchet(node.application))
}

/** Throws `RangeError` for anything else. */
export function decodeSecretNode(reader: ByteReader): SecretNode {
  if (reader.uint(1) !== RATCHET_FORMAT) throw new RangeError('another format of ratchets')
  const kind = reader.uint(1)
  if (kind !== INNER && kind !== LEAF) throw new RangeError('unknown kind of secret')
  const node = kind === INNER ? ({ kind: 'inner', secret: reader.vector() } as const) : readLeaf(reader)
  if (!reader.isAtEnd()) throw new RangeError('something follows a ratchet')
  return node
}

function readLeaf(reader: ByteReader): LeafRatchets {
  const handshake = readRatchet(reader)
  return { kind: 'leaf', handshake, application: readRatchet(reader) }
}

function encodeRatchet({ secret, generation, skipped }: Ratchet): Uint8Array {
  return concat(
    encodeVector(secret),
    bigEndian(generation, 4),
    bigEndian(skipped.length, 2),
    ...skipped.flatMap(({ generation, key, nonce }) => [
      bigEndian(generation, 4),
      encodeVector(key),
      encodeVector(nonce),
    ]),
  )
}

function readRatchet(reader: ByteReader): Ratchet {
  const secret = reader.vector()
  const generation = reader.uint(4)
  const skipped = Array.from({ length: reader.uint(2) }, (): MessageKey => {
    const generation = reader.uint(4)
    const key = reader.vector()
    return { generation, key, nonce: reader.vector() }
  })
  return { secret, generation, skipped }
}
