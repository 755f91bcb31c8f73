import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { MADE, methodNames } from './support/terminal-page.ts'

const page = fileURLToPath(new URL('../../../docs/terminal.md', import.meta.url))

test('docs/terminal.md tells every command, option and exit code as the program has them', () => {
  const text = readFileSync(page, 'utf8')
  const made = Object.entries(MADE).reduce((all, [name, make]) => {
    const [start, end] = [`<!-- ${name}: made -->`, `<!-- end of ${name} -->`]
    assert.ok(all.includes(start) && all.includes(end), `${name} has no place in the page`)
    const [before = '', rest = ''] = all.split(start)
    return `${before}${start}\n\n${make()}\n\n${end}${rest.split(end)[1] ?? ''}`
  }, text)
  if (process.env['WRITE_DOCS'] === '1') writeFileSync(page, made)
  else assert.equal(text, made, 'write it anew: WRITE_DOCS=1 npm test -- apps/cli/test/docs')
})

test('docs/daemon.md names every method', () => {
  const text = readFileSync(fileURLToPath(new URL('../../../docs/daemon.md', import.meta.url)), 'utf8')
  for (const name of methodNames()) assert.ok(text.includes(`\`${name}\``), name)
})
