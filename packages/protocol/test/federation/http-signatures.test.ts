import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import { utf8 } from '../../src/bytes/bytes.ts'
import { parseBase64url } from '../../src/bytes/text-encodings.ts'
import { contentDigest, isDigestOf } from '../../src/federation/content-digest.ts'
import { signatureBase } from '../../src/federation/signature-base.ts'
import type { HttpMessage } from '../../src/federation/signature-base.ts'
import { isFresh, readOrigin, signRequest, verifyRequest } from '../../src/federation/signed-request.ts'
import { parseDictionary, writeBareItem, writeInnerList } from '../../src/federation/structured-field.ts'
import { parseProviderName } from '../../src/identity/provider.ts'
import { keyOf } from '../../src/ids/keys.ts'
import type { ProviderPrivateKey, ProviderPublicKey } from '../../src/ids/keys.ts'
import { SIGNED_REQUEST_MS_MAX } from '../../src/limits.ts'

const crypto = createNodeCrypto()

/** RFC 9421, appendix B.1.4 and B.2. */
const PRIVATE_KEY = parseBase64url('n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU') ?? assert.fail()
const PUBLIC_KEY = parseBase64url('JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs') ?? assert.fail()

const REQUEST_DIGEST =
  'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:'
const RESPONSE_DIGEST =
  'sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:'

const request: HttpMessage = {
  method: 'POST',
  target: { authority: 'example.com', path: '/foo', query: '?param=Value&Pet=dog' },
  headers: new Map([
    ['date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
    ['content-type', 'application/json'],
    ['content-digest', REQUEST_DIGEST],
    ['content-length', '18'],
  ]),
}

const response: HttpMessage = {
  status: 200,
  headers: new Map([
    ['date', 'Tue, 20 Apr 2021 02:07:56 GMT'],
    ['content-type', 'application/json'],
    ['content-digest', RESPONSE_DIGEST],
    ['content-length', '23'],
  ]),
}

function baseOf(message: HttpMessage, covered: string): string | undefined {
  const member = parseDictionary(`sig=${covered}`)?.get('sig')
  assert.equal(member?.kind, 'list')
  return member?.kind === 'list' ? signatureBase(message, member) : undefined
}

const BASES: readonly (readonly [string, HttpMessage, readonly string[], string])[] = [
  ['B.2.1', request, [], '();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd"'],
  [
    'B.2.2',
    request,
    ['"@authority": example.com', `"content-digest": ${REQUEST_DIGEST}`, '"@query-param";name="Pet": dog'],
    '("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;keyid="test-key-rsa-pss"' +
      ';tag="header-example"',
  ],
  [
    'B.2.3',
    request,
    [
      '"date": Tue, 20 Apr 2021 02:07:55 GMT',
      '"@method": POST',
      '"@path": /foo',
      '"@query": ?param=Value&Pet=dog',
      '"@authority": example.com',
      '"content-type": application/json',
      `"content-digest": ${REQUEST_DIGEST}`,
      '"content-length": 18',
    ],
    '("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length")' +
      ';created=1618884473;keyid="test-key-rsa-pss"',
  ],
  [
    'B.2.4',
    response,
    [
      '"@status": 200',
      '"content-type": application/json',
      `"content-digest": ${RESPONSE_DIGEST}`,
      '"content-length": 23',
    ],
    '("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"',
  ],
  [
    'B.2.5',
    request,
    ['"date": Tue, 20 Apr 2021 02:07:55 GMT', '"@authority": example.com', '"content-type": application/json'],
    '("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
  ],
  [
    'B.2.6',
    request,
    [
      '"date": Tue, 20 Apr 2021 02:07:55 GMT',
      '"@method": POST',
      '"@path": /foo',
      '"@authority": example.com',
      '"content-type": application/json',
      '"content-length": 18',
    ],
    '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473' +
      ';keyid="test-key-ed25519"',
  ],
]

describe('the vectors of RFC 9421, appendix B.2', () => {
  for (const [name, message, lines, covered] of BASES) {
    test(`${name}: the signature base, byte for byte`, () => {
      assert.equal(baseOf(message, covered), [...lines, `"@signature-params": ${covered}`].join('\n'))
    })
  }

  test('B.2.6: the same signature under the same key, and no other message passes under it', async () => {
    const covered = BASES.find(([name]) => name === 'B.2.6')?.[3] ?? assert.fail()
    const base = utf8(baseOf(request, covered) ?? assert.fail())
    const signature = await crypto.signEd25519(PRIVATE_KEY, base)
    assert.equal(
      writeBareItem({ kind: 'bytes', value: signature }),
      ':wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:',
    )
    assert.equal(await crypto.verifyEd25519(PUBLIC_KEY, base, signature), true)
    const other = utf8(baseOf({ ...request, method: 'PUT' }, covered) ?? assert.fail())
    assert.equal(await crypto.verifyEd25519(PUBLIC_KEY, other, signature), false)
  })

  test('a component that is not there, is not known or is named twice covers nothing', () => {
    for (const covered of ['("x-absent")', '("@target-uri")', '("date" "date")', '("date";sf)', '("Date")', '(date)'])
      assert.equal(baseOf(request, covered), undefined, covered)
  })
})

describe('digests (RFC 9530)', () => {
  const body = utf8('{"hello": "world"}')

  test('are those of the RFCs', () => {
    assert.equal(isDigestOf(crypto, REQUEST_DIGEST, body), true)
    assert.equal(
      contentDigest(crypto, utf8('{"hello": "world"}\n')),
      'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:',
    )
  })

  test('of another body, of no algorithm that we know, or partly wrong are refused', () => {
    assert.equal(isDigestOf(crypto, REQUEST_DIGEST, utf8('{"hello": "world" }')), false)
    assert.equal(isDigestOf(crypto, 'md5=:AAAA:', body), false)
    assert.equal(isDigestOf(crypto, '', body), false)
    assert.equal(isDigestOf(crypto, `${contentDigest(crypto, body)}, ${RESPONSE_DIGEST}`, body), false)
  })
})

describe('structured fields', () => {
  test('that are not well-formed are none', () => {
    for (const text of [
      'a=',
      'a=(',
      'a=("b""c")',
      'a=:AA:',
      'a=:AAE:',
      'a=1.5',
      'a, ',
      'a b',
      'A=1',
      'a=1,a=2',
      'a="é"',
    ])
      assert.equal(parseDictionary(text), undefined, text)
  })

  test('are written as they were read', () => {
    for (const text of ['("a" "b\\"c";d);e=?0;f=-12;g=:AQ==:;h=i/j', '()']) {
      const member = parseDictionary(`x=${text}`)?.get('x')
      assert.equal(member?.kind === 'list' ? writeInnerList(member) : undefined, text)
    }
  })
})

describe('a request of a provider', () => {
  const from = parseProviderName('a.example') ?? assert.fail()
  const key = keyOf<ProviderPrivateKey>(PRIVATE_KEY)
  const publicKey = keyOf<ProviderPublicKey>(PUBLIC_KEY)
  const now = 1_800_000_000_000
  const target = { authority: 'b.example', path: '/v1/federation', query: '' }
  const sent = { method: 'POST', target, body: utf8('anything') }

  test('proves whose it is, for a while, and nothing else does', async () => {
    const headers = await signRequest(crypto, { name: from, key, now }, sent)
    const origin = readOrigin(headers) ?? assert.fail()
    assert.equal(origin.from, from)
    assert.equal(await verifyRequest(crypto, { key: publicKey, origin }, { ...sent, headers }), true)
    const changed = [
      { ...sent, body: utf8('anything else') },
      { ...sent, method: 'PUT' },
      { ...sent, target: { ...target, path: '/v1/other' } },
      { ...sent, target: { ...target, authority: 'c.example' } },
    ]
    for (const other of changed)
      assert.equal(await verifyRequest(crypto, { key: publicKey, origin }, { ...other, headers }), false)
    assert.equal(isFresh(origin, now), true)
    assert.equal(isFresh(origin, now + SIGNED_REQUEST_MS_MAX), false)
    assert.equal(isFresh(origin, now - SIGNED_REQUEST_MS_MAX), false)
  })

  test('that covers less than it has to says nothing of its origin', async () => {
    const headers = new Map(await signRequest(crypto, { name: from, key, now }, sent))
    const input = headers.get('signature-input') ?? ''
    for (const name of [
      '"@method" ',
      '"@authority" ',
      '"@path" ',
      ' "content-digest"',
      ';nonce="',
      ';tag="rushlight"',
    ]) {
      assert.ok(input.includes(name))
      assert.equal(readOrigin(new Map([...headers, ['signature-input', input.replace(name, '')]])), undefined, name)
    }
  })
})
