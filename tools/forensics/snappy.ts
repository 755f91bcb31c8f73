/** Chromium keeps IndexedDB, local storage and more in LevelDB; its tables hold blocks compressed by Snappy. */

/** Every compressed block of a table (LevelDB's table_format.md): the footer names the index, the index the blocks. */
export function snappyBlocks(table: Buffer): readonly Buffer[] {
  if (table.length < FOOTER_BYTES || !table.subarray(-MAGIC.length).equals(MAGIC)) return []
  const footer = table.subarray(-FOOTER_BYTES)
  const meta = handleAt(footer, 0)
  const index = blockAt(table, handleAt(footer, meta?.end ?? 0))
  if (index === undefined) return []
  return valuesIn(index).flatMap((value) => blockAt(table, handleAt(value, 0)) ?? [])
}

/** https://github.com/google/snappy/blob/main/format_description.txt; `undefined`: not of that format. */
export function unsnap(bytes: Buffer): Buffer | undefined {
  const length = varintAt(bytes, 0)
  if (length === undefined || length.value > BLOCK_BYTES_MAX) return undefined
  const out = Buffer.alloc(length.value)
  let at = length.end
  let written = 0
  while (at < bytes.length && written < out.length) {
    const element = elementAt(bytes, at)
    if (element === undefined) return undefined
    if (element.from === undefined) {
      bytes.copy(out, written, element.end - element.length, element.end)
    } else {
      if (element.from === 0 || element.from > written) return undefined
      for (let i = 0; i < element.length; i += 1) out[written + i] = out[written + i - element.from] ?? 0
    }
    written += element.length
    at = element.end
  }
  return out
}

const FOOTER_BYTES = 48
const MAGIC: Buffer = Buffer.from('57fb808b247547db', 'hex')
const BLOCK_BYTES_MAX: number = 16 * 1024 * 1024
const SNAPPY = 1

type Handle = { readonly offset: number; readonly size: number; readonly end: number }

function handleAt(bytes: Buffer, at: number): Handle | undefined {
  const offset = varintAt(bytes, at)
  const size = offset && varintAt(bytes, offset.end)
  return offset && size && { offset: offset.value, size: size.value, end: size.end }
}

/** Also blocks that are not compressed are read: an index mostly is not. */
function blockAt(table: Buffer, handle: Handle | undefined): Buffer | undefined {
  if (handle === undefined) return undefined
  const bytes = table.subarray(handle.offset, handle.offset + handle.size)
  return table[handle.offset + handle.size] === SNAPPY ? unsnap(bytes) : bytes
}

/** The entries of a block: shared, unshared, length of the value; then the rest of the key, then the value. */
function valuesIn(block: Buffer): readonly Buffer[] {
  const values: Buffer[] = []
  const restarts = block.length < 4 ? 0 : block.readUInt32LE(block.length - 4)
  const end = block.length - 4 - 4 * restarts
  for (let at = 0; at < end;) {
    const shared = varintAt(block, at)
    const unshared = shared && varintAt(block, shared.end)
    const size = unshared && varintAt(block, unshared.end)
    if (unshared === undefined || size === undefined) break
    const start = size.end + unshared.value
    values.push(block.subarray(start, start + size.value))
    at = start + size.value
  }
  return values
}

type Element = { readonly length: number; readonly end: number; readonly from: number | undefined }

function elementAt(bytes: Buffer, at: number): Element | undefined {
  const tag = bytes[at] ?? 0
  if ((tag & 3) === 0) {
    const short = tag >> 2
    const extra = short < 60 ? 0 : short - 59
    if (at + 1 + extra > bytes.length) return undefined
    const length = (extra === 0 ? short : bytes.readUIntLE(at + 1, extra)) + 1
    return { length, end: at + 1 + extra + length, from: undefined }
  }
  const extra = COPY_OFFSET_BYTES[tag & 3] ?? 0
  if (at + 1 + extra > bytes.length) return undefined
  const low = bytes.readUIntLE(at + 1, extra)
  if ((tag & 3) === 1) return { length: ((tag >> 2) & 7) + 4, end: at + 2, from: ((tag >> 5) << 8) | low }
  return { length: (tag >> 2) + 1, end: at + 1 + extra, from: low }
}

const COPY_OFFSET_BYTES: readonly number[] = [0, 1, 2, 4]

function varintAt(bytes: Buffer, at: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0
  for (let i = 0; i < 5; i += 1) {
    const byte = bytes[at + i]
    if (byte === undefined) return undefined
    value += (byte & 0x7f) * 2 ** (7 * i)
    if (byte < 0x80) return { value, end: at + i + 1 }
  }
  return undefined
}
