/** A picture whose every row of pixels is a word, three letters a pixel. */
import { crc32, deflateSync } from 'node:zlib'

const ROWS = 64
const RGB = 2

/** PNG. The length of the word has to be a multiple of three. */
export function pictureOf(word: string): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(word.length / 3, 0)
  header.writeUInt32BE(ROWS, 4)
  header.set([8, RGB], 8)
  // Each row begins with the number of its filter: none.
  const pixels = Buffer.from(`\0${word}`.repeat(ROWS))
  return Buffer.concat([
    Buffer.from('\u0089PNG\r\n\u001A\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind), data])
  const framed = Buffer.alloc(8)
  framed.writeUInt32BE(data.length, 0)
  framed.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([framed.subarray(0, 4), body, framed.subarray(4)])
}
