import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32 as referenceCrc } from 'node:zlib'
import { crc32, zipOf } from '../../src/your-data/zip.ts'

const files: Readonly<Record<string, string>> = {
  'index.html': '<p>reeds</p>',
  'rooms/Binsen-äöü/messages.json': '[]',
  'rooms/Binsen-äöü/files/empty': '',
}

test('a zip holds every file under its name, byte for byte, and sums them up as others do', async () => {
  const entries = Object.entries(files).map(([path, text]) => {
    const bytes = new TextEncoder().encode(text)
    assert.equal(crc32(bytes.subarray(3), crc32(bytes.subarray(0, 3))), referenceCrc(bytes))
    return { path, content: new Blob([bytes]), crc: crc32(bytes) }
  })
  const zip = zipOf(entries)
  assert.ok(zip)
  const bytes = new Uint8Array(await zip.arrayBuffer())
  const view = new DataView(bytes.buffer)
  const end = bytes.length - 22
  assert.equal(view.getUint32(end, true), 0x06054b50)
  assert.equal(view.getUint16(end + 10, true), entries.length)
  let at = view.getUint32(end + 16, true)
  for (const { path, crc, content } of entries) {
    assert.equal(view.getUint32(at, true), 0x02014b50)
    const nameBytes = view.getUint16(at + 28, true)
    assert.equal(new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes)), path)
    assert.equal(view.getUint32(at + 16, true), crc)
    const local = view.getUint32(at + 42, true)
    const from = local + 30 + nameBytes
    assert.equal(view.getUint32(local, true), 0x04034b50)
    assert.equal(new TextDecoder().decode(bytes.subarray(from, from + content.size)), files[path])
    at += 46 + nameBytes
  }
  assert.equal(at, end)
})
