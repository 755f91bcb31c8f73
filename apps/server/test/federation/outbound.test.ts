import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ITEM_KEY_BYTES, leaveNotices, logId, parseWith, peerRequestCodec, span } from '@rushlight/protocol'
import type { Address, ForeignNotice, ProviderName } from '@rushlight/protocol'
import { createNodeCrypto } from '@rushlight/platform-node/crypto'
import { createFederationPolicy } from '../../src/federation/federation-policy.ts'
import { createOutbound } from '../../src/federation/outbound.ts'
import type { Outbound } from '../../src/federation/outbound.ts'
import { createPeers } from '../../src/federation/peers.ts'
import type { PeerTransport } from '../../src/ports/peer-transport.ts'
import type { Notice } from '../../src/queues/notices.ts'
import { settle } from '../support/manual-time.ts'
import type { ManualTime } from '../support/manual-time.ts'
import { startKernel } from '../support/start-kernel.ts'
import { Peer, providerName, roadsTo } from './peer.ts'

const crypto = createNodeCrypto()
const DEAD = providerName('dead.example')
const OPEN = { isOn: true, allowed: undefined, denied: [] }

/** Lines of at most ten to a provider, 25 in all; what came through, by provider. */
class Lines {
  readonly came = new Map<ProviderName, ForeignNotice[]>()
  readonly living: Peer[] = [new Peer(crypto, 'living.example')]
  readonly outbound: Outbound
  readonly time: ManualTime
  /** Until then nobody answers, nor fails to. */
  held: Promise<void> = Promise.resolve()
  readonly #write: (plan: Awaited<ReturnType<Outbound['plan']>>) => Promise<unknown>

  private constructor({ kernel, time }: Awaited<ReturnType<typeof startKernel>>) {
    const policy = createFederationPolicy(OPEN, kernel.identity.provider.name)
    const peers = createPeers({ kernel, transport: this.#transport(), policy })
    this.outbound = createOutbound({ kernel, peers, bounds: { perProvider: 10, all: 25 } })
    this.time = time
    this.#write = ({ puts, removes }) => kernel.turns.write({ put: puts, remove: removes })
  }

  static async begin(): Promise<Lines> {
    return new Lines(await startKernel())
  }

  /** As many notices as there was room for. */
  async leave(provider: ProviderName, kind: Notice['kind'], count: number): Promise<number> {
    const wanted = Array.from({ length: count }, () => ({ address: addressAt(provider), notice: noticeOf(kind) }))
    const plan = await this.outbound.plan(wanted)
    await this.#write(plan)
    this.outbound.send(plan)
    await settle()
    return plan.lines.length
  }

  kindsAt(provider: ProviderName): Readonly<Record<string, number>> {
    const kinds: Record<string, number> = {}
    for (const { kind } of this.came.get(provider) ?? []) kinds[kind] = (kinds[kind] ?? 0) + 1
    return kinds
  }

  /** From now on it answers. */
  async revive(provider: ProviderName): Promise<void> {
    this.living.push(new Peer(crypto, provider))
    await this.time.advance(5 * span.MINUTE_MS)
  }

  #transport(): PeerTransport {
    return {
      ask: async (question) => {
        await this.held
        const reply = await roadsTo(this.living).ask(question)
        const request = parseWith(peerRequestCodec, question.body ?? new Uint8Array())
        if (reply !== undefined && request?.method === leaveNotices.number) {
          const { notices } = leaveNotices.params.fromCbor(request.params)
          this.came.set(question.provider, [...(this.came.get(question.provider) ?? []), ...notices])
        }
        return reply
      },
      open: () => Promise.resolve(undefined),
      close: () => undefined,
    }
  }
}

function addressAt(provider: ProviderName): Address {
  return { provider, pointer: crypto.randomBytes(90), itemKey: crypto.randomBytes(ITEM_KEY_BYTES) }
}

function noticeOf(kind: Notice['kind']): Notice {
  const log = logId.fromBytes(crypto.randomBytes(logId.lengthBytes))
  const hub = providerName('chat.example.org')
  return kind === 'news' ? { kind, hub, log } : { kind, hub, log, seq: 1 }
}

describe('a line to a provider that does not answer', () => {
  test('is bounded, and holds up no other', async () => {
    const lines = await Lines.begin()
    const living = providerName('living.example')
    assert.equal(await lines.leave(DEAD, 'news', 50), 10)
    assert.equal(await lines.leave(living, 'news', 8), 8)
    assert.deepEqual(lines.kindsAt(living), { news: 8 })
    await lines.revive(DEAD)
    assert.deepEqual(lines.kindsAt(DEAD), { news: 10 })
  })

  test('keeps its order when what was on its way did not get through', async () => {
    const lines = await Lines.begin()
    const underWay = Promise.withResolvers<void>()
    lines.held = underWay.promise
    await lines.leave(DEAD, 'welcome', 2)
    await lines.leave(DEAD, 'news', 2)
    underWay.resolve()
    await settle()
    await lines.revive(DEAD)
    const kinds = lines.came.get(DEAD)?.map(({ kind }) => kind)
    assert.deepEqual(kinds, ['welcome', 'welcome', 'news', 'news'])
  })

  test('holds a Welcome instead of news, which a device finds by itself', async () => {
    const lines = await Lines.begin()
    assert.equal(await lines.leave(DEAD, 'news', 10), 10)
    assert.equal(await lines.leave(DEAD, 'welcome', 3), 3)
    assert.equal(await lines.leave(DEAD, 'news', 1), 0)
    // As long as nobody was told of a room, nobody can ask for it: a Welcome waits for longer than news.
    await lines.time.skip(8 * span.DAY_MS)
    await lines.revive(DEAD)
    assert.deepEqual(lines.kindsAt(DEAD), { welcome: 3 })
  })

  test('makes room for one that may get through, when all lines together are full', async () => {
    const lines = await Lines.begin()
    const dead = ['one', 'two', 'three'].map((name) => providerName(`${name}.example`))
    const taken = await Promise.all(dead.map((provider) => lines.leave(provider, 'news', 10)))
    assert.equal(
      taken.reduce((sum, one) => sum + one, 0),
      25,
    )
    const living = providerName('living.example')
    assert.equal(await lines.leave(living, 'news', 9), 9)
    assert.deepEqual(lines.kindsAt(living), { news: 9 })
    for (const provider of dead) await lines.revive(provider)
    const late = dead.reduce((sum, provider) => sum + (lines.kindsAt(provider)['news'] ?? 0), 0)
    assert.equal(late, 16)
  })
})
