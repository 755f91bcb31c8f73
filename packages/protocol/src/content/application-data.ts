import { concat, EMPTY, parseUtf8, utf8 } from '../bytes/bytes.ts'
import { encodeWith, parseWith } from '../bytes/codec.ts'
import { encodeVector, takeVector } from '../bytes/tls.ts'
import { recordChainCodec } from '../identity/record-chain.ts'
import type { RecordChain } from '../identity/record-chain.ts'
import { addressesCodec } from '../log/address.ts'
import type { Address } from '../log/address.ts'
import { receiptCodec } from '../log/receipt.ts'
import type { Receipt } from '../log/receipt.ts'
import { encodeStatusReports, parseStatusReports } from './message-status.ts'
import type { StatusReport } from './message-status.ts'
import { parseSaidNotes, saidNotesCodec } from '../self-room/note.ts'
import type { SaidNote } from '../self-room/note.ts'

/**
 * What an MLS application message of a room carries: ApplicationFraming of draft-ietf-mls-extensions §6.2.4, in which an
 * empty media type stands for the room's first one, `application/mimi-content` (`spec/content.md` §5).
 */
export type ApplicationData =
  /** The encoded content; ids and hashes are made over exactly these bytes. */
  | { readonly kind: 'content'; readonly encoded: Uint8Array }
  | { readonly kind: 'status'; readonly reports: readonly StatusReport[] }
  /** The sender's account asks to be removed: whoever commits next may do it. */
  | { readonly kind: 'leave' }
  /** `setAddress` (R12): these replace the addresses of the sender's slot. */
  | { readonly kind: 'addresses'; readonly addresses: readonly Address[] }
  /** A newer record of the sender's account (R16): whoever sees it commits it. */
  | { readonly kind: 'record'; readonly chain: RecordChain }
  /** The sender was given this receipt: said when somebody's head contradicts it (R17). */
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  /** Between the devices of one account, in its self room alone (`spec/self-room.md`). */
  | { readonly kind: 'notes'; readonly notes: readonly SaidNote[] }

const MEDIA_TYPES = {
  content: '',
  status: 'application/mimi-message-status',
  leave: 'application/vnd.rushlight.leave',
  addresses: 'application/vnd.rushlight.addresses',
  record: 'application/vnd.rushlight.record',
  receipt: 'application/vnd.rushlight.receipt',
  notes: 'application/vnd.rushlight.notes',
} as const

export function encodeApplicationData(data: ApplicationData): Uint8Array {
  return concat(encodeVector(utf8(MEDIA_TYPES[data.kind])), encodeVector(encodeInner(data)))
}

export type ParsedApplicationData =
  | { readonly kind: 'known'; readonly data: ApplicationData }
  /** Well-formed, of a kind that a newer version sends: passed over. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'malformed' }

export function parseApplicationData(bytes: Uint8Array): ParsedApplicationData {
  const type = takeVector(bytes)
  const inner = type === undefined ? undefined : takeVector(type.rest)
  const mediaType = type === undefined ? undefined : parseUtf8(type.data)
  if (inner === undefined || inner.rest.length > 0 || mediaType === undefined) return { kind: 'malformed' }
  if (!isKnown(mediaType)) return { kind: 'unknown' }
  const data = parseInner(mediaType, inner.data)
  return data === undefined ? { kind: 'malformed' } : { kind: 'known', data }
}

type MediaType = (typeof MEDIA_TYPES)[keyof typeof MEDIA_TYPES]

function isKnown(mediaType: string): mediaType is MediaType {
  return Object.values<string>(MEDIA_TYPES).includes(mediaType)
}

function encodeInner(data: ApplicationData): Uint8Array {
  switch (data.kind) {
    case 'content':
      return data.encoded
    case 'status':
      return encodeStatusReports(data.reports)
    case 'leave':
      return EMPTY
    case 'addresses':
      return encodeWith(addressesCodec, data.addresses)
    case 'record':
      return encodeWith(recordChainCodec, data.chain)
    case 'receipt':
      return encodeWith(receiptCodec, data.receipt)
    case 'notes':
      return encodeWith(saidNotesCodec, data.notes)
  }
}

function parseInner(mediaType: MediaType, inner: Uint8Array): ApplicationData | undefined {
  switch (mediaType) {
    case MEDIA_TYPES.content:
      return { kind: 'content', encoded: inner }
    case MEDIA_TYPES.status: {
      const reports = parseStatusReports(inner)
      return reports === undefined ? undefined : { kind: 'status', reports }
    }
    case MEDIA_TYPES.leave:
      return inner.length === 0 ? { kind: 'leave' } : undefined
    case MEDIA_TYPES.addresses: {
      const addresses = parseWith(addressesCodec, inner)
      return addresses === undefined ? undefined : { kind: 'addresses', addresses }
    }
    case MEDIA_TYPES.record: {
      const chain = parseWith(recordChainCodec, inner)
      return chain === undefined ? undefined : { kind: 'record', chain }
    }
    case MEDIA_TYPES.receipt: {
      const receipt = parseWith(receiptCodec, inner)
      return receipt === undefined ? undefined : { kind: 'receipt', receipt }
    }
    case MEDIA_TYPES.notes: {
      const notes = parseSaidNotes(inner)
      return notes === undefined ? undefined : { kind: 'notes', notes }
    }
  }
}
