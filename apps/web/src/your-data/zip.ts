/** One file of a zip: whole, in bytes that the browser keeps. */
export type ZipEntry = { readonly path: string; readonly content: Blob; readonly crc: number }

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const VERSION = 20
/** Names are UTF-8. */
const FLAGS = 0x0800
/** 1 January 1980: the pages say when they were written. */
const DATE = 0x21
const COUNT_MAX = 0xffff
const BYTES_MAX = 0xffffffff

/** A zip without compression, put together of what is there (APPNOTE 6.3.3). `undefined`: too much for the plain format. */
export function zipOf(entries: readonly ZipEntry[]): Blob | undefined {
  const parts: BlobPart[] = []
  const central: BlobPart[] = []
  let [at, centralBytes] = [0, 0]
  for (const { path, content, crc } of entries) {
    const name = new TextEncoder().encode(path)
    const common = [VERSION, FLAGS, 0, 0, DATE]
    const sizes = [crc, content.size, content.size]
    const local = record([LOCAL], common, { longs: sizes, shorts: [name.length, 0], longsAfter: [] })
    const entry = record([CENTRAL], [VERSION, ...common], {
      longs: sizes,
      shorts: [name.length, 0, 0, 0, 0],
      longsAfter: [0, at],
    })
    parts.push(local, name, content)
    central.push(entry, name)
    at += local.length + name.length + content.size
    centralBytes += entry.length + name.length
  }
  if (entries.length > COUNT_MAX || at + centralBytes > BYTES_MAX) return undefined
  const { length } = entries
  const end = record([END], [0, 0, length, length], { longs: [centralBytes, at], shorts: [0], longsAfter: [] })
  return new Blob([...parts, ...central, end], { type: 'application/zip' })
}

type Rest = {
  readonly longs: readonly number[]
  readonly shorts: readonly number[]
  readonly longsAfter: readonly number[]
}

/** Numbers of 4 and 2 bytes, the least significant byte first. */
function record(
  head: readonly number[],
  shorts: readonly number[],
  { longs, shorts: more, longsAfter }: Rest,
): Uint8Array<ArrayBuffer> {
  const size = 4 * (head.length + longs.length + longsAfter.length) + 2 * (shorts.length + more.length)
  const view = new DataView(new ArrayBuffer(size))
  let at = 0
  const put = (values: readonly number[], bytes: 2 | 4): void => {
    for (const value of values) {
      if (bytes === 4) view.setUint32(at, value, true)
      else view.setUint16(at, value, true)
      at += bytes
    }
  }
  put(head, 4)
  put(shorts, 2)
  put(longs, 4)
  put(more, 2)
  put(longsAfter, 4)
  return new Uint8Array(view.buffer)
}

const TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** CRC-32 of bytes that go on after `before`. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return ~crc >>> 0
}
