import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { findChromium } from '../test-run/chromium.ts'

test('Chromium is found on the path under any of its names', () => {
  using folder = createFolder('google-chrome')
  assert.equal(findChromium({ PATH: `/nowhere:${folder.path}` }), join(folder.path, 'google-chrome'))
})

test('CHROMIUM overrules the path, and a wrong one is not replaced in silence', () => {
  using folder = createFolder('chromium', 'mine')
  assert.equal(findChromium({ PATH: folder.path, CHROMIUM: join(folder.path, 'mine') }), join(folder.path, 'mine'))
  assert.equal(findChromium({ PATH: folder.path, CHROMIUM: '/nowhere/chromium' }), undefined)
})

test('a file that cannot be run is no Chromium', () => {
  using folder = createFolder('chromium')
  chmodSync(join(folder.path, 'chromium'), 0o644)
  assert.equal(findChromium({ PATH: folder.path }), undefined)
})

function createFolder(...programs: readonly string[]): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'rushlight-chromium-'))
  for (const program of programs) writeFileSync(join(path, program), '', { mode: 0o755 })
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
