/**
 * Every value that a thief who has a vault's files and its key could still read; likewise for a provider's database, whose
 * pages lie in clear. It carves: at every byte of every page
 * it asks whether a sealed record begins there, be it alive, freed or left in a gap, and opens it with every key that
 * any version of a row of slots still holds in the right place. What it finds may be cut short where pages have been
 * used for something else. For tests and the forensic harness; nothing in the product uses it.
 */
import { createCipheriv } from 'node:crypto'
import type { ForensicPage, VaultFiles } from './forensic-pages.ts'
import { clearPages, decryptVaultPages } from './forensic-pages.ts'

export function readableValues(files: VaultFiles): readonly Uint8Array[] {
  return carve(decryptVaultPages(files))
}

/** Of a record store that is not encrypted as a whole. */
export function readableClearValues(files: Omit<VaultFiles, 'key'>): readonly Uint8Array[] {
  return carve(clearPages(files))
}

function carve(pages: readonly ForensicPage[]): readonly Uint8Array[] {
  const keysAt = keysByPlace(pages)
  const values: Uint8Array[] = []
  for (const page of pages) {
    for (let offset = 0; offset < page.bytes.length; offset += 1) {
      const record = recordAt(page.bytes, offset)
      if (record === undefined) continue
      const sealed = sealedBytes(record, page, pages)
      for (const key of keysAt[record.slot % SLOTS_PER_ROW] ?? []) values.push(open(key, sealed))
    }
  }
  return values
}

const SLOT_BYTES = 32
const SLOTS_PER_ROW = 125
/** How the record of a row of slots begins: four bytes of header, the row's number elsewhere, a blob of 4,000 bytes. */
const SLOT_ROW_START: Uint8Array = Uint8Array.of(4, 0, 0xbe, 0x4c)

/** The keys of all rows of slots wherever they lie, by their place in the row. */
function keysByPlace(pages: readonly ForensicPage[]): readonly (readonly Uint8Array[])[] {
  const found = Array.from({ length: SLOTS_PER_ROW }, () => new Map<string, Uint8Array>())
  for (const { bytes } of pages) {
    const start = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(SLOT_ROW_START)
    if (start === -1) continue
    for (const [place, keys] of found.entries()) {
      const offset = start + SLOT_ROW_START.length + place * SLOT_BYTES
      const key = bytes.subarray(offset, offset + SLOT_BYTES)
      if (key.length === SLOT_BYTES && key.some((byte) => byte !== 0)) keys.set(key.toHex(), key)
    }
  }
  return found.map((keys) => [...keys.values()])
}

type CarvedRecord = {
  readonly slot: number
  readonly valueBytes: number
  /** Where the value begins in the page, and where the part of the record that stands in the page ends. */
  readonly valueOffset: number
  readonly localEnd: number
  readonly isWhole: boolean
}

/** The record of a key, a slot and a value whose header begins at `offset`, if one does (sqlite.org/fileformat2.html). */
function recordAt(bytes: Uint8Array, offset: number): CarvedRecord | undefined {
  const headerBytes = bytes[offset] ?? 0
  if (headerBytes < 4 || headerBytes > 8) return undefined
  const [keyType, slotTypeOffset] = varintAt(bytes, offset + 1)
  const [slotType, valueTypeOffset] = varintAt(bytes, slotTypeOffset)
  const [valueType, bodyOffset] = varintAt(bytes, valueTypeOffset)
  const slotBytes = INTEGER_BYTES[slotType]
  if (bodyOffset - offset !== headerBytes || slotBytes === undefined || !isBlob(keyType) || !isBlob(valueType)) {
    return undefined
  }
  const keyBytes = (keyType - 12) / 2
  const valueBytes = (valueType - 12) / 2
  if (keyBytes < 1 || keyBytes > 512) return undefined
  const slotOffset = bodyOffset + keyBytes
  const localBytes = localBytesOf(headerBytes + keyBytes + slotBytes + valueBytes, bytes.length)
  return {
    slot: slotType === 9 ? 1 : unsignedAt(bytes, slotOffset, slotBytes),
    valueBytes,
    valueOffset: slotOffset + slotBytes,
    localEnd: offset + localBytes,
    isWhole: localBytes === headerBytes + keyBytes + slotBytes + valueBytes,
  }
}

/** Bytes of SQLite's integer types; 8 and 9 stand for 0 and 1 themselves. */
const INTEGER_BYTES: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 3, 4: 4, 8: 0, 9: 0 }

function isBlob(type: number): boolean {
  return type >= 12 && type % 2 === 0
}

/** How much of a record stands in its leaf, a page of `usable` bytes; the rest follows in overflow pages. */
function localBytesOf(recordBytes: number, usable: number): number {
  const most = usable - 35
  if (recordBytes <= most) return recordBytes
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const fitting = least + ((recordBytes - least) % (usable - 4))
  return fitting <= most ? fitting : least
}

function sealedBytes(record: CarvedRecord, page: ForensicPage, pages: readonly ForensicPage[]): Uint8Array {
  const pieces = [page.bytes.subarray(record.valueOffset, record.localEnd)]
  let missing = record.valueBytes - (record.localEnd - record.valueOffset)
  let next = record.isWhole ? 0 : unsignedAt(page.bytes, record.localEnd, 4)
  while (missing > 0 && next !== 0) {
    const number = next
    const overflow = pages.findLast(
      (other) => other.number === number && (page.origin === 'log' || other.origin === 'database'),
    )
    if (overflow === undefined) break
    const piece = overflow.bytes.subarray(4, 4 + missing)
    pieces.push(piece)
    missing -= piece.length
    next = unsignedAt(overflow.bytes, 0, 4)
  }
  return Buffer.concat(pieces)
}

function open(key: Uint8Array, sealed: Uint8Array): Uint8Array {
  return createCipheriv('chacha20', key, new Uint8Array(16)).update(sealed)
}

/** SQLite's variable-length number of up to four bytes, and where it ends. */
function varintAt(bytes: Uint8Array, offset: number): readonly [value: number, end: number] {
  let value = 0
  for (let index = offset; index < offset + 4; index += 1) {
    const byte = bytes[index] ?? 0
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return [value, index + 1]
  }
  return [Number.NaN, offset + 4]
}

function unsignedAt(bytes: Uint8Array, offset: number, length: number): number {
  let value = 0
  for (let index = offset; index < offset + length; index += 1) value = value * 256 + (bytes[index] ?? 0)
  return value
}
