import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { openFront } from '../support/front.ts'
import type { Front, FrontOptions } from '../support/front.ts'

const APP = {
  'index.html': `<!doctype html><title>app</title>${'<p>words</p>'.repeat(100)}`,
  'assets/index-BxQ4Zk2a.js': 'console.log(1)'.repeat(100),
  'service-worker.js': 'self',
  'secret.unknown': 'not served',
}

function withFront(name: string, options: FrontOptions, run: (front: Front) => Promise<void>): void {
  test(name, async () => {
    const front = await openFront(options)
    try {
      await run(front)
    } finally {
      await front.close()
    }
  })
}

const PROXIED = { 'x-forwarded-proto': 'https', host: 'chat.example.org' }

describe('security headers', () => {
  for (const [name, value] of [
    ['x-content-type-options', 'nosniff'],
    ['referrer-policy', 'no-referrer'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['cross-origin-resource-policy', 'same-origin'],
    ['x-frame-options', 'DENY'],
  ] as const) {
    withFront(`${name} is ${value} on everything`, { files: APP }, async ({ get }) => {
      for (const path of ['/', '/assets/index-BxQ4Zk2a.js', '/healthz', '/.well-known/rushlight', '/nothing.png']) {
        assert.equal((await get(path)).headers[name], value, path)
      }
    })
  }

  withFront('features that the app has no use for are denied', { files: APP }, async ({ get }) => {
    const policy = (await get('/')).headers['permissions-policy']
    for (const feature of ['microphone', 'geolocation', 'usb', 'payment']) {
      assert.ok(String(policy).includes(`${feature}=()`), feature)
    }
  })

  for (const directive of [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self' https: wss:",
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ]) {
    withFront(`the content security policy says ${directive}`, { files: APP, trustProxy: true }, async ({ get }) => {
      const policy = String((await get('/', PROXIED)).headers['content-security-policy'])
      assert.ok(policy.split('; ').includes(directive), policy)
    })
  }

  withFront(
    'on this machine alone, unprotected providers on this machine may be reached',
    { files: APP },
    async ({ get }) => {
      const policy = String((await get('/')).headers['content-security-policy'])
      assert.ok(policy.includes("connect-src 'self' https: wss: http://localhost:* ws://localhost:*;"), policy)
    },
  )

  withFront('strict transport security is asked for over TLS only', { trustProxy: true }, async ({ get }) => {
    assert.ok(String((await get('/', PROXIED)).headers['strict-transport-security']).startsWith('max-age='))
    assert.equal((await get('/')).headers['strict-transport-security'], undefined)
  })

  withFront('what a client claims of its connection counts for nothing without a proxy', {}, async ({ get }) => {
    const answer = await get('/', PROXIED)
    assert.equal(answer.status, 403)
    assert.equal(answer.headers['strict-transport-security'], undefined)
  })
})

describe('the web app', () => {
  withFront('is served, at each of its own addresses', { files: APP }, async ({ get }) => {
    for (const path of ['/', '/room/abc', '/settings', '/room/abc?x=1']) {
      const answer = await get(path)
      assert.equal(answer.status, 200, path)
      assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8')
      assert.equal(answer.body.toString(), APP['index.html'])
      assert.equal(answer.headers['cache-control'], 'no-cache')
    }
  })

  withFront(
    'keeps what is named by its content for a year, and asks again for the rest',
    { files: APP },
    async ({ get }) => {
      const asset = await get('/assets/index-BxQ4Zk2a.js')
      assert.equal(asset.headers['content-type'], 'text/javascript; charset=utf-8')
      assert.equal(asset.headers['cache-control'], 'public, max-age=31536000, immutable')
      const worker = await get('/service-worker.js')
      assert.equal(worker.headers['cache-control'], 'no-cache')
      const again = await get('/service-worker.js', { 'if-none-match': String(worker.headers.etag) })
      assert.equal(again.status, 304)
      assert.equal(again.body.length, 0)
    },
  )

  withFront('is compressed for whom that helps', { files: APP }, async ({ get }) => {
    const zipped = await get('/', { 'accept-encoding': 'br, gzip' })
    assert.equal(zipped.headers['content-encoding'], 'gzip')
    assert.equal(gunzipSync(zipped.body).toString(), APP['index.html'])
    assert.ok(zipped.body.length < APP['index.html'].length)
    assert.equal((await get('/')).headers['content-encoding'], undefined)
  })

  withFront(
    'holds nothing that was not in its folder, and no kind of file nobody knows',
    { files: APP },
    async ({ get }) => {
      for (const path of ['/nothing.js', '/../package.json', '/%2e%2e/package.json', '/secret.unknown', '/v1/other']) {
        const { status, body } = await get(path)
        assert.ok(status === 404, `${path} ${status}`)
        assert.equal(body.toString(), 'not found\n')
      }
    },
  )

  withFront('that was not built is not missed by the provider', {}, async ({ get }) => {
    const answer = await get('/')
    assert.equal(answer.status, 200)
    assert.ok(answer.body.includes('rushlight signup'))
  })

  withFront(
    'is not given over an unprotected network, but a page that says why, in both languages',
    { files: APP },
    async ({ get }) => {
      for (const host of ['192.168.1.7:8080', 'chat.example.org', 'localhost.evil.example']) {
        const answer = await get('/', { host })
        assert.equal(answer.status, 403, host)
        const page = answer.body.toString()
        assert.ok(page.includes('lang="en"') && page.includes('lang="nl"') && page.includes('--trust-proxy'))
        assert.equal(page.includes('words'), false)
      }
      for (const host of ['localhost:8080', '127.0.0.1', '[::1]:8080'])
        assert.equal((await get('/', { host })).status, 200)
    },
  )
})

describe('for machines', () => {
  withFront('there are probes, also over plain HTTP by address', {}, async ({ get, world }) => {
    assert.equal((await get('/healthz', { host: '10.0.0.7:8080' })).status, 200)
    assert.equal((await get('/readyz')).status, 200)
    await world.store.close()
    assert.equal((await get('/healthz')).status, 200)
  })

  withFront('there are figures for Prometheus', {}, async ({ get }) => {
    const { headers, body } = await get('/metrics')
    assert.equal(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8')
    for (const line of body.toString().trim().split('\n')) {
      assert.match(line, /^(?:# TYPE \w+ (?:counter|gauge)|\w+ [\d.e+-]+)$/)
    }
  })

  withFront('the provider says who it is, to web apps of others, too', {}, async ({ get, world }) => {
    const { headers, body } = await get('/.well-known/rushlight')
    assert.equal(headers['access-control-allow-origin'], '*')
    const said: unknown = JSON.parse(body.toString())
    assert.deepEqual(said, {
      format: 1,
      name: 'chat.example.org',
      key: Buffer.from(world.provider.record.key).toString('base64url'),
      sealingKey: Buffer.from(world.provider.record.sealingKey).toString('base64url'),
      urls: ['https://chat.example.org'],
      incarnation: world.provider.incarnation,
    })
  })
})

describe('TLS in the process', () => {
  const fixture = (name: string): string => join(import.meta.dirname, '../fixtures', name)
  const files = { cert: fixture('tls-one.cert.pem'), key: fixture('tls-one.key.pem') }

  withFront('serves the app under any name, and asks browsers to stay', { files: APP, tls: files }, async ({ get }) => {
    const answer = await get('/', { host: 'chat.example.org' })
    assert.equal(answer.status, 200)
    assert.ok(answer.headers['strict-transport-security'])
  })
})
