import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { connect } from 'node:tls'
import { createWebServer, listen, stopListening } from '../../src/adapters/http-server.ts'
import { ServerError } from '../../src/index.ts'

const fixture = (name: string): string => join(import.meta.dirname, '../fixtures', name)

/** Whose certificate is shown to those who connect now. */
async function shownAt(port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
    resolve(String(socket.getPeerCertificate().subject.CN))
    socket.destroy()
  })
  socket.on('error', reject)
  return promise
}

test('a renewed certificate is taken without a restart, and one that cannot be used is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rushlight-tls-'))
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }
  const place = (name: string): void => {
    copyFileSync(fixture(`tls-${name}.cert.pem`), files.cert)
    copyFileSync(fixture(`tls-${name}.key.pem`), files.key)
  }
  place('one')
  const web = createWebServer({ tls: files, isBehindProxy: false })
  const port = await listen(web, { host: 'localhost', port: 0 })
  try {
    assert.equal(await shownAt(port), 'one.test')
    place('two')
    assert.equal(await shownAt(port), 'one.test')
    assert.equal(web.reloadCertificate(), true)
    assert.equal(await shownAt(port), 'two.test')
    writeFileSync(files.cert, 'half a certif')
    assert.equal(web.reloadCertificate(), false)
    rmSync(files.key)
    assert.equal(web.reloadCertificate(), false)
    assert.equal(await shownAt(port), 'two.test')
  } finally {
    await stopListening(web)
    rmSync(folder, { recursive: true })
  }
})

test('a certificate that cannot be read, or is none, is told before anything is served', () => {
  const cert = fixture('tls-one.cert.pem')
  for (const files of [
    { cert: '/nowhere/at/all', key: fixture('tls-one.key.pem') },
    { cert, key: cert },
    { cert, key: fixture('tls-two.key.pem') },
  ]) {
    assert.throws(
      () => createWebServer({ tls: files, isBehindProxy: false }),
      (error) => error instanceof ServerError && error.code === 'certificateUnreadable',
    )
  }
})
