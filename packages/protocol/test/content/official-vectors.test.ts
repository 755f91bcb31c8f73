import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import { messageIdOf } from '../../src/content/message-id.ts'
import { encodeStatusReports, parseStatusReports } from '../../src/content/message-status.ts'
import { encodeContent, parseContent } from '../../src/content/mimi-content.ts'
import { messageId } from '../../src/ids/ids.ts'

const crypto = createNodeCrypto()
const house = join(import.meta.dirname, '../../../..')
const folder = process.env['RUSHLIGHT_VECTORS'] ?? join(house, '../shared/vectors')

/** The file's bytes, unless the official vectors are not at hand: skipped for users, a failure in CI. */
function officialFolder(t: TestContext, name: string): string | undefined {
  const path = join(folder, name)
  if (existsSync(path)) return path
  assert.equal(process.env['CI'], undefined, `${name} is missing: continuous integration must run it`)
  t.skip('the official vectors are not at hand')
  return undefined
}

test('the official mimi-content examples are read, written back, and get their message ids', (t) => {
  const path = officialFolder(t, 'mimi-content')
  if (path === undefined) return
  const names = readdirSync(path).filter((name) => name.endsWith('.cbor') && name !== 'implied-original.cbor')
  assert.equal(names.length, 14)
  for (const name of names) {
    const encoded: Uint8Array = new Uint8Array(readFileSync(join(path, name)))
    const content = parseContent(encoded)
    assert.ok(content, name)
    assert.deepEqual(encodeContent(content), encoded, name)
    const [senderUri, roomUri] = [content.extensions.get(1), content.extensions.get(2)]
    assert.ok(typeof senderUri === 'string' && typeof roomUri === 'string', name)
    const id = messageIdOf(crypto, { senderUri, roomUri }, { encoded, salt: content.salt })
    const listed = idIn(readFileSync(join(path, name.replace('.cbor', '.edn')), 'utf8'))
    assert.equal(messageId.toBytes(id).toHex(), listed, name)
  }
})

/** `# message ID = h'…' # '…'` over one or more lines. */
function idIn(text: string): string | undefined {
  const listed = /message ID = h'([0-9a-f\s#]+)'/i.exec(text)?.[1]
  return listed?.replaceAll(/[^0-9a-f]/g, '')
}

test('the official message status example is read and written back', (t) => {
  const path = officialFolder(t, 'mimi-message-status')
  if (path === undefined) return
  const encoded = new Uint8Array(readFileSync(join(path, 'status.cbor')))
  const reports = parseStatusReports(encoded)
  assert.ok(reports !== undefined && reports.length > 0)
  assert.deepEqual(encodeStatusReports(reports), encoded)
})
