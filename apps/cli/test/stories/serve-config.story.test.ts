import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseRecord, run, temporaryFolder } from '../support/programs.ts'

test('serve prints the same configuration whether it is set by flags, by the environment or by a file', async (context) => {
  const folder = temporaryFolder(context)
  const file = join(folder, 'rushlight.json')
  const settings = {
    data: join(folder, 'data'),
    listen: '127.0.0.1:8443',
    domain: 'chat.example.org',
    'tls-cert': '/etc/cert.pem',
    'tls-key': '/etc/key.pem',
    registration: 'invite',
    'trust-proxy': 'true',
  }
  const entries = Object.entries(settings)
  const byFlags = entries.map(([name, value]) => `--${name}=${value}`)
  const environment = Object.fromEntries(
    entries.map(([name, value]) => [`RUSHLIGHT_${name.toUpperCase().replaceAll('-', '_')}`, value]),
  )
  const [flags, variables] = await Promise.all([
    run(['serve', ...byFlags, '--print-config']),
    run(['serve', '--print-config'], { environment }),
  ])
  assert.deepEqual([flags.code, variables.code], [0, 0])
  writeFileSync(file, flags.out)
  const [fromFile, mixed] = await Promise.all([
    run(['serve', '--config', file, '--print-config']),
    run(['serve', '--config', file, '--registration', 'open', '--print-config'], {
      environment: { RUSHLIGHT_REGISTRATION: 'closed', RUSHLIGHT_DOMAIN: 'other.example.org' },
    }),
  ])
  const shown = parseRecord(flags.out)
  assert.deepEqual(parseRecord(variables.out), shown)
  assert.equal(fromFile.code, 0, fromFile.err)
  const { config: _, ...own } = parseRecord(fromFile.out)
  assert.deepEqual(own, shown)
  const { registration, domain, listen } = parseRecord(mixed.out)
  assert.deepEqual([registration, domain, listen], ['open', 'other.example.org', '127.0.0.1:8443'])
})
