/** What lies compressed in a file: streams that begin with a known magic, wherever they begin, and blocks of LevelDB. */
import { brotliDecompressSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import { snappyBlocks } from './snappy.ts'

export type Inflated = { readonly encoding: string; readonly bytes: Buffer }

/** `name` tells formats that no magic tells. */
export function inflateAll(bytes: Buffer, name: string): readonly Inflated[] {
  return [
    ...streams(bytes, { encoding: 'gzip', magic: [0x1f, 0x8b, 0x08], inflate: gunzip }),
    ...ZLIB_MAGICS.flatMap((magic) =>
      streams(bytes, { encoding: 'zlib', magic, inflate: (from) => inflateSync(from, LENIENT) }),
    ),
    ...streams(bytes, {
      encoding: 'zstd',
      magic: [0x28, 0xb5, 0x2f, 0xfd],
      inflate: (from) => zstdDecompressSync(from, { maxOutputLength: INFLATED_BYTES_MAX }),
    }),
    ...(name.endsWith('.br') ? attempt(() => brotliDecompressSync(bytes), 'brotli') : []),
    ...(name.endsWith('.ldb') || name.endsWith('.sst')
      ? snappyBlocks(bytes).map((block) => ({ encoding: 'snappy', bytes: block }))
      : []),
  ]
}

/** No compression, the usual one, the best one. */
const ZLIB_MAGICS: readonly (readonly number[])[] = [
  [0x78, 0x01],
  [0x78, 0x9c],
  [0x78, 0xda],
]

const INFLATED_BYTES_MAX: number = 64 * 1024 * 1024
/** A stream that was cut is read as far as it goes. */
const LENIENT = { finishFlush: 2, maxOutputLength: INFLATED_BYTES_MAX } as const

/** What follows the stream would make the library's own reader refuse all of it. */
function gunzip(from: Buffer): Buffer {
  const flags = from[3] ?? 0
  let at = 10
  if ((flags & HAS_EXTRA) !== 0) at += 2 + from.readUInt16LE(at)
  if ((flags & HAS_NAME) !== 0) at = from.indexOf(0, at) + 1
  if ((flags & HAS_COMMENT) !== 0) at = from.indexOf(0, at) + 1
  if ((flags & HAS_CHECK) !== 0) at += 2
  return inflateRawSync(from.subarray(at), LENIENT)
}

/** RFC 1952 §2.3.1. */
const HAS_CHECK = 2
const HAS_EXTRA = 4
const HAS_NAME = 8
const HAS_COMMENT = 16

type Format = {
  readonly encoding: string
  readonly magic: readonly number[]
  readonly inflate: (from: Buffer) => Buffer
}

function streams(bytes: Buffer, { encoding, magic, inflate }: Format): readonly Inflated[] {
  const found: Inflated[] = []
  const needle = Buffer.from(magic)
  for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + 1)) {
    // Two bytes are met by chance everywhere: the first kilobyte tells whether there is a stream.
    const isStream =
      needle.length > 2 || attempt(() => inflate(bytes.subarray(at, at + TASTE_BYTES)), encoding).length > 0
    if (isStream) found.push(...attempt(() => inflate(bytes.subarray(at)), encoding))
  }
  return found
}

const TASTE_BYTES = 1024

function attempt(inflate: () => Buffer, encoding: string): readonly Inflated[] {
  try {
    const bytes = inflate()
    return bytes.length === 0 ? [] : [{ encoding, bytes }]
  } catch {
    return []
  }
}
