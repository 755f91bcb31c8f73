import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { accountId, blobId, BLOB_PIECE_BYTES_MAX } from '@rushlight/protocol'
import type { ProviderName } from '@rushlight/protocol'
import { createNodeCrypto } from '@rushlight/platform-node/crypto'
import { createFederationPolicy } from '../../src/federation/federation-policy.ts'
import { createForeignBlobs } from '../../src/federation/foreign-blobs.ts'
import type { ForeignBlobs } from '../../src/federation/foreign-blobs.ts'
import { createPeers } from '../../src/federation/peers.ts'
import { FOREIGN_BLOBS_PER_ACCOUNT, FOREIGN_BLOBS_PER_PROVIDER_MAX } from '../../src/limits.ts'
import type { PeerFetch, PeerStream, PeerTransport } from '../../src/ports/peer-transport.ts'
import { settle } from '../support/manual-time.ts'
import { startKernel } from '../support/start-kernel.ts'
import { providerName } from './peer.ts'

const crypto = createNodeCrypto()
const [ONE, TWO, DENIED] = ['one', 'two', 'denied'].map((name) => providerName(`${name}.example`))
const blob = blobId.fromBytes(crypto.randomBytes(32))

/** Other providers whose streams stay open until they are told to end. */
class Elsewhere {
  readonly fetched: PeerFetch[] = []
  readonly #open: { readonly end: () => void }[] = []
  #odd: Partial<PeerStream> = {}
  readonly blobs: ForeignBlobs

  private constructor({ kernel }: Awaited<ReturnType<typeof startKernel>>) {
    const settings = { isOn: true, allowed: undefined, denied: [DENIED ?? ONE].flatMap((name) => name ?? []) }
    const policy = createFederationPolicy(settings, kernel.identity.provider.name)
    const transport: PeerTransport = {
      ask: () => Promise.resolve(undefined),
      open: (question) => Promise.resolve(this.#answer(question)),
      close: () => undefined,
    }
    this.blobs = createForeignBlobs({ kernel, transport, policy, peers: createPeers({ kernel, transport, policy }) })
  }

  static async begin(): Promise<Elsewhere> {
    return new Elsewhere(await startKernel())
  }

  async read(provider: ProviderName | undefined, bytes = 4, account = 1): Promise<string> {
    assert.ok(provider)
    const wanted = { account: accountId.fromBytes(new Uint8Array(32).fill(account)), provider, blob }
    const outcome = await this.blobs.read({ ...wanted, from: 10, to: 9 + bytes })
    return outcome.kind === 'refused' ? outcome.error.code : 'done'
  }

  answerOddly(odd: Partial<PeerStream>): void {
    this.#odd = odd
  }

  async endOne(): Promise<void> {
    this.#open.pop()?.end()
    await settle()
  }

  #answer(question: PeerFetch): PeerStream {
    this.fetched.push(question)
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(question.headers.get('range') ?? '') ?? []
    const bytes = Number(to) - Number(from) + 1
    const ended = Promise.withResolvers<void>()
    this.#open.push({ end: ended.resolve })
    const body = (async function* () {
      yield new Uint8Array(bytes)
    })()
    return { status: 206, bytes, body, ended: ended.promise, drop: ended.resolve, ...this.#odd }
  }
}

describe('a piece of a file at another provider', () => {
  test('is asked for there, and nowhere that the operator does not want', async () => {
    const elsewhere = await Elsewhere.begin()
    assert.equal(await elsewhere.read(ONE), 'done')
    assert.equal(await elsewhere.read(DENIED), 'providerRefused')
    assert.deepEqual(
      elsewhere.fetched.map(({ provider, path, headers }) => [provider, path, headers.get('range')]),
      [[ONE, `/v1/blobs/${blob}`, 'bytes=10-13']],
    )
  })

  test('comes with a few others from there at a time, and they do not count for another provider', async () => {
    const elsewhere = await Elsewhere.begin()
    for (let i = 0; i < FOREIGN_BLOBS_PER_PROVIDER_MAX; i += 1) assert.equal(await elsewhere.read(ONE), 'done')
    assert.equal(await elsewhere.read(ONE), 'tooManyRequests')
    assert.equal(await elsewhere.read(TWO), 'done')
    await elsewhere.endOne()
    await elsewhere.endOne()
    assert.equal(await elsewhere.read(ONE), 'done')
  })

  test('is not passed on if it is not what was asked for, and never larger than a piece may be', async () => {
    const elsewhere = await Elsewhere.begin()
    assert.equal(await elsewhere.read(ONE, BLOB_PIECE_BYTES_MAX + 1), 'malformed')
    assert.equal(await elsewhere.read(ONE, 0), 'malformed')
    const odd = { missing: { status: 404 }, whole: { status: 200 }, long: { bytes: 5 }, unsaid: { bytes: undefined } }
    const codes: Record<string, string> = {}
    for (const [name, answer] of Object.entries(odd)) {
      elsewhere.answerOddly(answer)
      codes[name] = await elsewhere.read(ONE)
    }
    const [unknown, unreachable] = ['unknownFile', 'providerUnreachable']
    assert.deepEqual(codes, { missing: unknown, whole: unreachable, long: unreachable, unsaid: unreachable })
  })

  test('is one of so many that an account may have', async () => {
    const elsewhere = await Elsewhere.begin()
    elsewhere.answerOddly({ status: 404 })
    for (let i = 0; i < FOREIGN_BLOBS_PER_ACCOUNT.burst; i += 1) await elsewhere.read(ONE)
    assert.equal(await elsewhere.read(ONE), 'tooManyRequests')
    assert.equal(await elsewhere.read(ONE, 4, 2), 'unknownFile')
  })
})
