import type { Crypto } from '../crypto/crypto.ts'
import { ARCHIVE_COMMITMENT_BYTES, createArchiveCipher } from './archive-cipher.ts'
import type { ArchiveCipher } from './archive-cipher.ts'
import { ARCHIVE_HEAD_BYTES_MAX, parseArchiveHead } from './archive-head.ts'
import type { ArchiveHead } from './archive-head.ts'
import type { ArchiveRecord } from './archive-record.ts'
import { ArchiveBroken, openSegment } from './open-segment.ts'
import type { ReadArchive, SegmentPlace } from './open-segment.ts'

/** An archive in one piece: head, commitment, segments from 0 on, and nothing behind the last. */
export type OpenedArchive = {
  readonly head: ArchiveHead
  readonly cipher: ArchiveCipher
  readonly read: ReadArchive
  /** Of the first segment. */
  readonly bodyAt: number
}

export type ArchiveOpening =
  | { readonly kind: 'opened'; readonly archive: OpenedArchive }
  | { readonly kind: 'tooNew' }
  | { readonly kind: 'noArchive' }
  | { readonly kind: 'wrongKey' }

export type OpenArchive = {
  readonly crypto: Crypto
  readonly read: ReadArchive
  /** 32 bytes: by the password, or had from elsewhere. */
  readonly keyFor: (head: ArchiveHead) => Promise<Uint8Array>
}

export async function openArchive({ crypto, read, keyFor }: OpenArchive): Promise<ArchiveOpening> {
  const parsed = parseArchiveHead(await read(0, ARCHIVE_HEAD_BYTES_MAX))
  if (parsed.kind !== 'known') return parsed
  const { head, headBytes } = parsed
  const cipher = createArchiveCipher(crypto, await keyFor(head), headBytes)
  const commitment = await read(headBytes.length, ARCHIVE_COMMITMENT_BYTES)
  if (!cipher.isCommitment(commitment)) return { kind: 'wrongKey' }
  const bodyAt = headBytes.length + ARCHIVE_COMMITMENT_BYTES
  return { kind: 'opened', archive: { head, cipher, read, bodyAt } }
}

/** A record, and in which segment it stands. */
export type PlacedRecord = { readonly record: ArchiveRecord; readonly segment: SegmentPlace }

/** Throws `ArchiveBroken`; what came before it is not worth anything then: go through all of it before anything is done. */
export async function* readArchive({ cipher, read, bodyAt }: OpenedArchive): AsyncGenerator<PlacedRecord> {
  let segment: SegmentPlace = { index: 0, at: bodyAt }
  for (;;) {
    const records = openSegment(cipher, read, segment)
    let next = await records.next()
    while (next.done !== true) {
      yield { record: next.value, segment }
      next = await records.next()
    }
    const { at, isLast } = next.value
    if (!isLast) {
      segment = { index: segment.index + 1, at }
      continue
    }
    if ((await read(at, 1)).length > 0) throw new ArchiveBroken('excess')
    return
  }
}
