import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as fc from 'fast-check'
import { isReservedName, parseAccountName, parseHandle, skeletonOf } from '../../src/identity/account-name.ts'
import { formatAdoptLink, parseAdoptLink } from '../../src/identity/adopt-link.ts'
import { keyOf } from '../../src/ids/keys.ts'
import type { ProviderPublicKey } from '../../src/ids/keys.ts'
import { isProviderUrl, parseProviderName } from '../../src/identity/provider.ts'
import { nameOf } from '../../src/testing/vectors/cast.ts'

const word = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'.split('')),
  minLength: 1,
  maxLength: 12,
})
const names = fc
  .tuple(
    fc.constantFrom(...'abcmnrvwdl'.split('')),
    fc.array(fc.tuple(fc.constantFrom('', '.', '-', '_'), word), { maxLength: 3 }),
  )
  .map(([first, parts]) => first + parts.map((part) => part.join('')).join(''))

describe('a name', () => {
  test('is 3 to 32 small letters and digits with single separators inside, and nothing else', () => {
    for (const good of ['bob', 'a'.repeat(32), 'a.b-c_d', 'x0x']) assert.equal(parseAccountName(good), good)
    for (const bad of [
      'ab',
      'a'.repeat(33),
      'Bob',
      '0bob',
      'bob.',
      'b..b',
      'b.-b',
      '_bob',
      'b b',
      'bób',
      'bob\n',
      '',
    ]) {
      assert.equal(parseAccountName(bad), undefined, bad)
    }
  })

  test('is found however it is typed as a handle', () => {
    assert.deepEqual(parseHandle(' @Alice '), { name: 'alice', provider: undefined })
    assert.deepEqual(parseHandle('alice@chat.example.org:8443'), { name: 'alice', provider: 'chat.example.org:8443' })
    for (const bad of ['alice@', '@', 'alice@a@b', 'alice@-bad', 'al', 'alice@chat..org']) {
      assert.equal(parseHandle(bad), undefined, bad)
    }
  })

  test('has one skeleton with all that look like it', () => {
    for (const [one, other] of [
      ['clara', 'c1ara'],
      ['clara', 'dara'],
      ['alice', 'a1ice'],
      ['alice', 'al1ce'],
      ['modern', 'rnodern'],
      ['william', 'vvilliam'],
      ['bob', 'b0b'],
      ['bob.by', 'bobby'],
      ['sigma', '51gma'],
      ['lucia', 'luc1a'],
    ] as const) {
      assert.equal(skeletonOf(one), skeletonOf(other), `${one} ${other}`)
    }
    assert.notEqual(skeletonOf('alice'), skeletonOf('alicia'))
  })

  test('keeps its skeleton, taken twice, and whatever look-alike stands in it', () => {
    const swaps = [
      ['m', 'rn'],
      ['w', 'vv'],
      ['d', 'cl'],
      ['o', '0'],
      ['l', '1'],
      ['i', '1'],
      ['s', '5'],
      ['z', '2'],
      ['nn', 'm'],
    ] as const
    fc.assert(
      fc.property(names, fc.constantFrom(...swaps), (name, [from, to]) => {
        assert.equal(skeletonOf(skeletonOf(name)), skeletonOf(name))
        assert.equal(skeletonOf(name.replaceAll(from, to)), skeletonOf(name))
      }),
      { numRuns: 500 },
    )
  })

  test('is not one that passes for the provider', () => {
    for (const name of ['admin', 'adm1n', 'supp0rt', 'rushlight', 'rush.light', 'mod', 'root']) {
      assert.equal(isReservedName(nameOf(name)), true, name)
    }
    for (const name of ['alice', 'adminton', 'botany']) assert.equal(isReservedName(nameOf(name)), false, name)
  })
})

test('a provider has the name of a host and the address of an origin', () => {
  for (const good of ['localhost:8080', 'chat.example.org', 'a', '10.0.0.1:9'])
    assert.equal(parseProviderName(good), good)
  for (const bad of ['', '-a', 'a-', 'a..b', 'A.org', 'a.org/', 'a:0', 'a:123456', `${'a'.repeat(64)}.org`]) {
    assert.equal(parseProviderName(bad), undefined, bad)
  }
  for (const good of [
    'https://a.org',
    'https://a.org:8443',
    'http://localhost:8080',
    'http://127.0.0.1',
    'http://[::1]:1',
  ]) {
    assert.equal(isProviderUrl(good), true, good)
  }
  for (const bad of ['http://a.org', 'https://a.org/x', 'ws://a.org', 'https://user@a.org', 'http://localhost.a.org']) {
    assert.equal(isProviderUrl(bad), false, bad)
  }
})

test('a link by which a server offers itself carries its address and its key, and no line that anybody can read', () => {
  const key = keyOf<ProviderPublicKey>(new Uint8Array(32).fill(7))
  const link = formatAdoptLink({ url: 'https://chat.example.org', key })
  assert.deepEqual(parseAdoptLink(` ${link}\n`), { url: 'https://chat.example.org', key })
  const here = formatAdoptLink({ url: 'http://localhost:8080', key })
  assert.equal(parseAdoptLink(here)?.url, 'http://localhost:8080')
  const bad = [
    link.replace('https:', 'http:'),
    link.slice(0, -1),
    `${link}A`,
    `${link}#`,
    link.replace('adopt', 'operator'),
  ]
  for (const text of [...bad, '', 'https://chat.example.org']) assert.equal(parseAdoptLink(text), undefined, text)
})
