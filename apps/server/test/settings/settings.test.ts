import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { OPTIONS } from '../../src/settings/options.ts'
import { readOptions } from '../../src/settings/read-options.ts'
import type { Environment, OptionValues } from '../../src/settings/read-options.ts'
import { configOf, parseSettings, providerNameOf, urlOf } from '../../src/settings/settings.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { USAGE } from '../../src/settings/usage.ts'

function read(args: readonly string[], environment: Environment = {}): OptionValues {
  const result = readOptions(args, environment)
  assert.ok(result.kind === 'read', result.kind === 'wrong' ? result.reason : '')
  return result.options
}

function settings(...args: readonly string[]): Settings {
  const parsed = parseSettings(read(args))
  assert.ok(parsed.kind === 'settings', parsed.kind === 'wrong' ? parsed.reason : '')
  return parsed.settings
}

function withFile(content: string, run: (file: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'rushlight-config-'))
  try {
    const file = join(folder, 'config.json')
    writeFileSync(file, content)
    run(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('an option', () => {
  test('can be set as a flag, in the environment and in a file, and outranks in that order', () => {
    withFile('{"data": "from-file", "domain": "file.example", "trust-proxy": true}', (config) => {
      const environment = { RUSHLIGHT_DATA: 'from-environment', RUSHLIGHT_DOMAIN: 'env.example', HOME: '/nowhere' }
      const options = read(['--config', config, '--data=from-flag'], environment)
      assert.equal(options.get('data'), 'from-flag')
      assert.equal(options.get('domain'), 'env.example')
      assert.equal(options.get('trust-proxy'), 'true')
      assert.equal(read([], { ...environment, RUSHLIGHT_CONFIG: config }).get('trust-proxy'), 'true')
    })
  })

  test('that is unknown is refused wherever it stands, with the nearest known name', () => {
    for (const [args, environment, nearest] of [
      [['--dta', 'x'], {}, 'data'],
      [['--tls-crt=x'], {}, 'tls-cert'],
      [['listen'], {}, ''],
      [[], { RUSHLIGHT_REGISTRATON: 'open' }, 'registration'],
    ] as const) {
      const result = readOptions(args, environment)
      assert.ok(result.kind === 'wrong')
      assert.equal(result.exitCode, 64)
      assert.ok(result.reason.includes(nearest), result.reason)
    }
    withFile('{"listn": "x"}', (config) => {
      const result = readOptions(['--config', config], {})
      assert.ok(result.kind === 'wrong' && result.exitCode === 78)
      assert.ok(result.reason.includes('listen'))
    })
  })

  test('of another program of the house is not minded', () => {
    assert.equal(read([], { RUSHLIGHT_PASSWORD: 'secret' }).size, 0)
  })

  test('without its value, or in a file that is none, is refused', () => {
    assert.equal(readOptions(['--data'], {}).kind, 'wrong')
    assert.equal(readOptions(['--config', '/nowhere/at/all'], {}).kind, 'wrong')
    for (const content of ['[]', '3', 'no json', '{"data": {}}', '{"config": "x"}']) {
      withFile(content, (config) => {
        const result = readOptions(['--config', config], {})
        assert.ok(result.kind === 'wrong' && result.exitCode === 78, content)
      })
    }
  })
})

describe('settings', () => {
  test('have defaults for somebody who just tries it out', () => {
    const { domain, ...rest } = settings()
    assert.equal(domain, undefined)
    assert.deepEqual(rest.listen, { host: 'localhost', port: 8080 })
    assert.equal(rest.registration, 'open')
    assert.equal(rest.trustProxy, false)
    assert.equal(providerNameOf(settings(), 8080), 'localhost:8080')
    assert.equal(urlOf(settings(), providerNameOf(settings(), 8080)), 'http://localhost:8080')
  })

  test('with a domain are for https, whoever ends it', () => {
    for (const own of [
      settings('--domain', 'chat.example.org', '--tls-cert', 'c', '--tls-key', 'k'),
      settings('--domain', 'Chat.Example.org', '--trust-proxy'),
    ]) {
      assert.equal(urlOf(own, providerNameOf(own, 443)), 'https://chat.example.org')
    }
  })

  test('take addresses of both families', () => {
    assert.deepEqual(settings('--listen', '[::1]:443').listen, { host: '::1', port: 443 })
    assert.deepEqual(settings('--listen', '0.0.0.0:80').listen, { host: '0.0.0.0', port: 80 })
  })

  test('that make no sense are refused', () => {
    for (const args of [
      ['--listen', '8080'],
      ['--listen', 'host:99999'],
      ['--domain', 'not a name'],
      ['--registration', 'sometimes'],
      ['--trust-proxy=perhaps'],
      ['--tls-cert', 'only'],
      ['--tls-cert', 'c', '--tls-key', 'k'],
    ]) {
      assert.equal(parseSettings(read(args)).kind, 'wrong', args.join(' '))
    }
  })

  test('are printed as a file that gives the same settings', () => {
    const options = read(['--data', '/srv/rushlight', '--registration', 'invite', '--trust-proxy'])
    withFile(configOf(options), (config) => {
      assert.deepEqual(parseSettings(read(['--config', config])), parseSettings(options))
    })
  })
})

test('the usage tells every option', () => {
  for (const name of Object.keys(OPTIONS)) assert.ok(USAGE.includes(`--${name}`), name)
})
