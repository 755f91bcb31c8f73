import { encodeWith, Malformed, bytes, bool, nullable, parseExactlyWith, text, tuple, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { encodeCbor, isCborMap } from '../bytes/cbor.ts'
import type { Cbor, CborMap } from '../bytes/cbor.ts'
import { messageId } from '../ids/ids.ts'
import type { MessageId } from '../ids/ids.ts'
import { CONTENT_BYTES_MAX, CONTENT_DEPTH_MAX, CONTENT_PARTS_MAX, FILE_NAME_BYTES_MAX } from '../limits.ts'

/** A message body after draft-ietf-mimi-content-08 §4 and Appendix A.1: deterministic CBOR (`spec/content.md` §1). */
export type MimiContent = {
  /** 16 bytes, unpredictable: no two messages share an id. */
  readonly salt: Uint8Array
  /** Edit or deletion of the first version of a message. */
  readonly replaces: MessageId | undefined
  readonly topicId: Uint8Array
  readonly expires: Expires | undefined
  readonly inReplyTo: MessageId | undefined
  /** By key; negative ones are private. */
  readonly extensions: CborMap
  readonly body: NestedPart
}

export type Expires = {
  /** Seconds after reading instead of a time; we send absolute times only. */
  readonly relative: boolean
  /** UTC seconds. */
  readonly time: number
}

export type NestedPart = PartHeader & (NullPart | SinglePart | ExternalPart | MultiPart)
export type PartHeader = { readonly disposition: number; readonly language: string }

export type NullPart = { readonly kind: 'null' }
export type SinglePart = { readonly kind: 'single'; readonly contentType: string; readonly content: Uint8Array }
export type ExternalPart = {
  readonly kind: 'external'
  readonly contentType: string
  readonly url: string
  /** UTC seconds; 0: does not say. */
  readonly expires: number
  readonly sizeBytes: number
  /** IANA AEAD number; 0: not encrypted. */
  readonly encAlg: number
  readonly key: Uint8Array
  readonly nonce: Uint8Array
  readonly aad: Uint8Array
  /** 1: SHA-256 of the bytes at the URL. */
  readonly hashAlg: number
  readonly contentHash: Uint8Array
  readonly description: string
  readonly filename: string
}
export type MultiPart = {
  readonly kind: 'multi'
  readonly semantics: 'chooseOne' | 'singleUnit' | 'processAll'
  readonly parts: readonly NestedPart[]
}

/** Values of `disposition`; an unknown one is shown like `render`. */
export const disposition = {
  unspecified: 0,
  render: 1,
  reaction: 2,
  profile: 3,
  inline: 4,
  icon: 5,
  attachment: 6,
  session: 7,
  preview: 8,
} as const

export const PLAIN_TEXT = 'text/plain;charset=utf-8'

export function encodeContent(content: MimiContent): Uint8Array {
  return encodeWith(contentCodec, content)
}

/** `undefined` for anything but one deterministic encoding within the limits of mimi-content §9.1. */
export function parseContent(encoded: Uint8Array): MimiContent | undefined {
  return encoded.length > CONTENT_BYTES_MAX ? undefined : parseExactlyWith(contentCodec, encoded)
}

const SALT_BYTES = 16
const TOPIC_BYTES_MAX = 4096
const UINT32_MAX = 2 ** 32 - 1
const TYPE_BYTES_MAX = 255
const LANGUAGE_BYTES_MAX = 64
const URL_BYTES_MAX = 2048
const DESCRIPTION_BYTES_MAX = 4096
const SECRET_BYTES_MAX = 64
const AAD_BYTES_MAX = 1024
const EXTENSIONS_MAX = 64
const EXTENSION_BYTES_MAX = 4095
const EXTENSION_DEPTH_MAX = 4

const SEMANTICS = ['chooseOne', 'singleUnit', 'processAll'] as const
const CARDINALITY = { null: 0, single: 1, external: 2, multi: 3 } as const

const typeName = text(TYPE_BYTES_MAX)
const language = text(LANGUAGE_BYTES_MAX)
const dispositionCodec = uint(255)
const semanticsCodec = uint(SEMANTICS.length - 1)

const expiresCodec: Codec<Expires> = {
  toCbor: ({ relative, time }) => [relative, time],
  fromCbor(cbor) {
    const [relative, time] = tuple<[boolean, number]>(bool, uint(UINT32_MAX)).fromCbor(cbor)
    return { relative, time }
  },
}

const extensionsCodec: Codec<CborMap> = {
  toCbor: (map) => map,
  fromCbor(cbor) {
    if (!isCborMap(cbor) || cbor.size > EXTENSIONS_MAX) throw new Malformed('extensions')
    for (const value of cbor.values()) if (!isExtensionValue(value)) throw new Malformed('extension')
    return cbor
  },
}

/** mimi-content §4.3. */
function isExtensionValue(value: Cbor): boolean {
  return isNestedUpTo(value, EXTENSION_DEPTH_MAX) && encodeCbor(value).length <= EXTENSION_BYTES_MAX
}

function isNestedUpTo(value: Cbor, levels: number): boolean {
  if (isList(value)) return levels > 0 && value.every((inner) => isNestedUpTo(inner, levels - 1))
  if (isCborMap(value)) return levels > 0 && [...value.values()].every((inner) => isNestedUpTo(inner, levels - 1))
  return true
}

type ExternalFields = readonly [
  string,
  string,
  number,
  number,
  number,
  Uint8Array,
  Uint8Array,
  Uint8Array,
  number,
  Uint8Array,
  string,
  string,
]

const externalFields: Codec<ExternalFields> = tuple<ExternalFields>(
  typeName,
  text(URL_BYTES_MAX),
  uint(UINT32_MAX),
  uint(),
  uint(0xff_ff),
  bytes({ max: SECRET_BYTES_MAX }),
  bytes({ max: SECRET_BYTES_MAX }),
  bytes({ max: AAD_BYTES_MAX }),
  uint(255),
  bytes({ max: SECRET_BYTES_MAX }),
  text(DESCRIPTION_BYTES_MAX),
  text(FILE_NAME_BYTES_MAX),
)

const contentCodec: Codec<MimiContent> = {
  toCbor: ({ salt, replaces, topicId, expires, inReplyTo, extensions, body }) => [
    salt,
    nullable(messageId.codec).toCbor(replaces),
    topicId,
    nullable(expiresCodec).toCbor(expires),
    nullable(messageId.codec).toCbor(inReplyTo),
    extensions,
    partToCbor(body),
  ],
  fromCbor(cbor) {
    const [salt, replaces, topicId, expires, inReplyTo, extensions, body] = tuple<ContentFields>(
      bytes(SALT_BYTES),
      nullable(messageId.codec),
      bytes({ max: TOPIC_BYTES_MAX }),
      nullable(expiresCodec),
      nullable(messageId.codec),
      extensionsCodec,
      { toCbor: partToCbor, fromCbor: (part) => partFromCbor(part, { depth: 1, budget: { parts: 0 } }) },
    ).fromCbor(cbor)
    return { salt, replaces, topicId, expires, inReplyTo, extensions, body }
  },
}

type ContentFields = readonly [
  Uint8Array,
  MessageId | undefined,
  Uint8Array,
  Expires | undefined,
  MessageId | undefined,
  CborMap,
  NestedPart,
]

function partToCbor(part: NestedPart): Cbor {
  const header = [part.disposition, part.language, CARDINALITY[part.kind]] as const
  switch (part.kind) {
    case 'null':
      return header
    case 'single':
      return [...header, part.contentType, part.content]
    case 'external': {
      const { contentType, url, expires, sizeBytes, encAlg, key, nonce, aad, hashAlg, contentHash } = part
      const file = [contentType, url, expires, sizeBytes, encAlg, key, nonce, aad, hashAlg, contentHash]
      return [...header, ...file, part.description, part.filename]
    }
    case 'multi':
      return [...header, SEMANTICS.indexOf(part.semantics), part.parts.map((inner) => partToCbor(inner))]
  }
}

/** How deep we are, and how many parts there were in the whole message so far. */
type Nesting = { readonly depth: number; readonly budget: { parts: number } }

function partFromCbor(cbor: Cbor, nesting: Nesting): NestedPart {
  nesting.budget.parts += 1
  const limits = nesting.depth <= CONTENT_DEPTH_MAX && nesting.budget.parts <= CONTENT_PARTS_MAX
  if (!isList(cbor) || !limits) throw new Malformed('part')
  const [first = false, second = false, cardinality, ...rest] = cbor
  const header = { disposition: dispositionCodec.fromCbor(first), language: language.fromCbor(second) }
  switch (cardinality) {
    case CARDINALITY.null:
      if (rest.length > 0) throw new Malformed('null part')
      return { ...header, kind: 'null' }
    case CARDINALITY.single:
      return { ...header, ...singleFromCbor(rest) }
    case CARDINALITY.external:
      return { ...header, ...externalFromCbor(rest) }
    case CARDINALITY.multi:
      return { ...header, ...multiFromCbor(rest, nesting) }
    default:
      throw new Malformed('cardinality')
  }
}

function singleFromCbor(fields: readonly Cbor[]): SinglePart {
  const codec = tuple<readonly [string, Uint8Array]>(typeName, bytes({ max: CONTENT_BYTES_MAX }))
  const [contentType, content] = codec.fromCbor(fields)
  return { kind: 'single', contentType, content }
}

function externalFromCbor(fields: readonly Cbor[]): ExternalPart {
  const parsed = externalFields.fromCbor(fields)
  const [contentType, url, expires, sizeBytes, encAlg, key, nonce, aad, hashAlg, contentHash] = parsed
  const [description, filename] = [parsed[10], parsed[11]]
  const where = { contentType, url, expires, sizeBytes, description, filename }
  return { kind: 'external', ...where, encAlg, key, nonce, aad, hashAlg, contentHash }
}

function multiFromCbor(fields: readonly Cbor[], nesting: Nesting): MultiPart {
  const [first = false, parts, ...rest] = fields
  const semantics = SEMANTICS[semanticsCodec.fromCbor(first)]
  if (semantics === undefined || !isList(parts) || parts.length < 2 || rest.length > 0) throw new Malformed('multipart')
  const inner = { depth: nesting.depth + 1, budget: nesting.budget }
  return { kind: 'multi', semantics, parts: parts.map((part) => partFromCbor(part, inner)) }
}

function isList(cbor: Cbor | undefined): cbor is readonly Cbor[] {
  return Array.isArray(cbor)
}
