/** A picture that is ours: hills at dusk, as a PNG. */
import { crc32, deflateSync } from 'node:zlib'

type Color = readonly [red: number, green: number, blue: number]

const WIDTH = 960
const HEIGHT = 600
const TOP: Color = [29, 53, 87]
const BOTTOM: Color = [240, 160, 90]
/** From the farthest to the nearest. */
const HILLS: readonly { readonly color: Color; readonly at: number; readonly waves: number }[] = [
  { color: [59, 58, 85], at: 0.62, waves: 90 },
  { color: [42, 42, 65], at: 0.74, waves: 135 },
  { color: [23, 24, 43], at: 0.86, waves: 180 },
]
const SIGNATURE: readonly number[] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const HEADER_REST: readonly number[] = [8, 2, 0, 0, 0]

export function paintHills(): Buffer {
  const rows = Array.from({ length: HEIGHT }, (_, y) => [
    0,
    ...Array.from({ length: WIDTH }, (_, x) => at(x, y)).flat(),
  ])
  const header = Buffer.alloc(13)
  header.writeUInt32BE(WIDTH, 0)
  header.writeUInt32BE(HEIGHT, 4)
  header.set(HEADER_REST, 8)
  const pixels = deflateSync(Buffer.from(rows.flat()))
  return Buffer.concat([
    Buffer.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function at(x: number, y: number): Color {
  const hill = HILLS.findLast(({ at: height, waves }) => y > HEIGHT * height + ridge(x, waves))
  if (hill !== undefined) return hill.color
  const down = y / HEIGHT
  return [mix(TOP[0], BOTTOM[0], down), mix(TOP[1], BOTTOM[1], down), mix(TOP[2], BOTTOM[2], down)]
}

function ridge(x: number, waves: number): number {
  return Math.sin(x / waves + waves) * 42 + Math.sin(x / 37 + waves) * 9
}

function mix(from: number, to: number, part: number): number {
  return Math.round(from + (to - from) * part)
}

function chunk(kind: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const sizes = Buffer.alloc(8)
  sizes.writeUInt32BE(data.length, 0)
  sizes.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([sizes.subarray(0, 4), named, sizes.subarray(4)])
}
