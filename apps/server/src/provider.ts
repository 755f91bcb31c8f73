import { CHALLENGE_BYTES, leaveNotices, RELAYED_METHODS } from '@rushlight/protocol'
import type { Crypto, Incarnation, Provider as ProviderRecord, QueueId, Registration } from '@rushlight/protocol'
import { openWithSchema } from '@rushlight/records'
import type { RecordStore } from '@rushlight/records'
import { Board } from './board/board.ts'
import { RendezvousPoints } from './linking/rendezvous-points.ts'
import { BlobEraser } from './blobs/blob-eraser.ts'
import { Blobs } from './blobs/blobs.ts'
import { startChores } from './chores.ts'
import type { Chore, Chores } from './chores.ts'
import { createFederationPolicy } from './federation/federation-policy.ts'
import type { FederationPolicy, FederationSettings } from './federation/federation-policy.ts'
import { createForeignBlobs } from './federation/foreign-blobs.ts'
import type { ForeignBlobs } from './federation/foreign-blobs.ts'
import { createGuests } from './federation/guests.ts'
import type { Guests } from './federation/guests.ts'
import { createOutbound } from './federation/outbound.ts'
import { createPeerKeys } from './federation/peer-keys.ts'
import { createPeers } from './federation/peers.ts'
import type { Peers } from './federation/peers.ts'
import { loadIdentity } from './identity/own-identity.ts'
import type { IdentitySettings } from './identity/own-identity.ts'
import { loadTombstones, sayMoved } from './identity/tombstones.ts'
import type { Tombstones } from './identity/tombstones.ts'
import type { Kernel } from './kernel.ts'
import {
  CONNECTIONS_PER_PEER_MAX,
  MEMORY_SWEPT_EVERY_MS,
  OUTBOUND_MAX,
  OUTBOUND_PER_PROVIDER_MAX,
  POSITIONS_WRITTEN_EVERY_MS,
  REQUESTS_PER_PEER,
  REQUESTS_PER_PROVIDER,
  STORE_SWEPT_EVERY_MS,
} from './limits.ts'
import { createRateLimit } from './limiting/rate-limit.ts'
import type { Limit } from './limiting/rate-limit.ts'
import { createLogs } from './logs/create-logs.ts'
import type { Logs } from './logs/logs.ts'
import { sweepPrefixes } from './logs/prefix.ts'
import { sweepLogs } from './logs/sweep-logs.ts'
import { createDesk } from './operator/desk.ts'
import type { Desk } from './operator/desk.ts'
import { sweepInvitations } from './operator/invite.ts'
import type { BlobStore } from './ports/blob-store.ts'
import type { Clock } from './ports/clock.ts'
import type { Link } from './ports/link.ts'
import type { Log } from './ports/log.ts'
import type { OperatorLinks } from './ports/operator-links.ts'
import type { Passwords, PasswordServer } from './ports/passwords.ts'
import type { PeerTransport } from './ports/peer-transport.ts'
import type { Schedule } from './ports/schedule.ts'
import type { Usage } from './ports/usage.ts'
import type { WakeUp } from './ports/wake-up.ts'
import { createQueues } from './queues/create-queues.ts'
import type { Queues } from './queues/queues.ts'
import { pushNewItems } from './queues/read-queue.ts'
import { sweepQueues } from './queues/sweep-queues.ts'
import { createRoutes } from './routes.ts'
import { providerSchema } from './schema.ts'
import type { Session } from './sessions/caller.ts'
import { Connection } from './sessions/connection.ts'
import type { Route } from './sessions/route.ts'
import { createSessionRegistry } from './sessions/session-registry.ts'
import type { SessionRegistry } from './sessions/session-registry.ts'
import { createFigures } from './turns/figures.ts'
import type { FigureName } from './turns/figures.ts'
import { createTurns } from './turns/turns.ts'

export type ProviderPorts = {
  /** Its owner closes it, after the provider. */
  readonly store: RecordStore
  readonly crypto: Crypto
  readonly clock: Clock
  readonly schedule: Schedule
  readonly passwords: Passwords
  readonly operatorLinks: OperatorLinks
  readonly wakeUp: WakeUp
  readonly usage: Usage
  readonly blobStore: BlobStore
  readonly peerTransport: PeerTransport
  readonly log: Log
}

export type ProviderSettings = IdentitySettings & {
  readonly registration: Registration
  /** Name and version of the program. */
  readonly software: string
  readonly fileBytesMax: number
  readonly federation: FederationSettings
}

/** A provider at work. Gateways bring it connections; everything else it does by itself. */
export interface Provider {
  /** How clients know it. */
  readonly record: ProviderRecord
  readonly incarnation: Incarnation
  /** What the key phrase is made of: only at the very first start. */
  readonly newSeed: Uint8Array | undefined
  readonly blobs: Blobs
  /** What other providers ask. */
  readonly guests: Guests
  readonly foreignBlobs: ForeignBlobs
  /** What it says of where it goes on. */
  readonly tombstones: Tombstones
  readonly desk: Desk
  /** `undefined`: too many from this peer; the link was closed. */
  connect(link: Link): ProviderConnection | undefined
  /** Whose HTTP request it is that comes with this token. */
  sessionOf(token: string): Session | undefined
  readFigures(): ProviderFigures
  /** Tells clients, finishes what is under way, and lets go of everything but the store. */
  close(): Promise<void>
}

export interface ProviderConnection {
  receive(frame: Uint8Array): void
  /** The link has ended. */
  closed(): void
}

export type ProviderFigures = {
  readonly counts: ReadonlyMap<FigureName, number>
  readonly connectionsNow: number
  readonly queuesReadNow: number
  readonly logsInUse: number
  readonly acceptsWrites: boolean
}

export async function createProvider(ports: ProviderPorts, settings: ProviderSettings): Promise<Provider> {
  const { crypto, clock, schedule, log } = ports
  const store = await openWithSchema(ports.store, providerSchema)
  const { identity, newSeed, wasCopied, movedFrom } = await loadIdentity({ store, crypto, clock }, settings)
  const tombstones = await loadTombstones({ store, crypto, clock })
  if (wasCopied) log.note('dataWereCopied')
  if (movedFrom !== undefined) {
    log.note('nameChanged')
    await sayMoved(tombstones, { from: movedFrom, to: identity.provider, keys: identity.keys, now: clock.now() })
  }
  const figures = createFigures()
  const turns = createTurns({ store, crypto, schedule, log, figures })
  const kernel: Kernel = { store, turns, crypto, clock, schedule, log, figures, identity }
  const queues = createQueues(kernel, ports.wakeUp)
  const policy = createFederationPolicy(settings.federation, identity.provider.name)
  const peers = createPeers({ kernel, transport: ports.peerTransport, policy })
  const bounds = { perProvider: OUTBOUND_PER_PROVIDER_MAX, all: OUTBOUND_MAX }
  const outbound = createOutbound({ kernel, peers, bounds })
  const logs = createLogs({ kernel, queues, outbound, scrub: () => store.scrub() })
  const passwords = await ports.passwords.createServer(identity.passwordSecret)
  await logs.eraser.run()
  const blobEraser = new BlobEraser(kernel, ports.blobStore)
  await blobEraser.begin()
  await outbound.begin()
  return new RunningProvider({
    kernel,
    ports,
    settings,
    queues,
    logs,
    passwords,
    newSeed,
    blobEraser,
    policy,
    peers,
    tombstones,
  })
}

type Parts = {
  readonly kernel: Kernel
  readonly ports: ProviderPorts
  readonly settings: ProviderSettings
  readonly queues: Queues
  readonly logs: Logs
  readonly passwords: PasswordServer
  readonly blobEraser: BlobEraser
  readonly newSeed: Uint8Array | undefined
  readonly policy: FederationPolicy
  readonly peers: Peers
  readonly tombstones: Tombstones
}

class RunningProvider implements Provider {
  readonly record: ProviderRecord
  readonly incarnation: Incarnation
  readonly newSeed: Uint8Array | undefined
  readonly blobs: Blobs
  readonly guests: Guests
  readonly foreignBlobs: ForeignBlobs
  readonly tombstones: Tombstones
  readonly desk: Desk
  readonly #parts: Parts
  readonly #sessions: SessionRegistry
  readonly #routes: ReadonlyMap<number, Route>
  readonly #requestLimit: Limit
  readonly #connections = new Map<Connection, Link>()
  readonly #perPeer = new Map<string, number>()
  readonly #chores: Chores
  readonly #unsubscribe: () => void

  constructor(parts: Parts) {
    const { kernel, ports, settings, queues, logs, passwords, newSeed, policy, peers, tombstones } = parts
    this.#parts = parts
    this.record = kernel.identity.provider
    this.incarnation = kernel.identity.incarnation
    this.newSeed = newSeed
    this.tombstones = tombstones
    this.desk = createDesk(kernel, tombstones, () => this.#endConnections())
    this.#sessions = createSessionRegistry(kernel.crypto)
    this.#requestLimit = createRateLimit(kernel.clock, REQUESTS_PER_PEER)
    const { operatorLinks, usage, blobStore } = ports
    const { fileBytesMax } = settings
    this.blobs = new Blobs({ kernel, blobStore, eraser: parts.blobEraser, fileBytesMax })
    const startedAt = kernel.clock.now()
    const status = { kernel, usage, startedAt, connections: () => this.#connections.size }
    const sessions = this.#sessions
    const board = new Board()
    const rendezvous = new RendezvousPoints()
    const routing = {
      kernel,
      settings,
      sessions,
      passwords,
      operatorLinks,
      queues,
      logs,
      board,
      rendezvous,
      peers,
      status,
      tombstones,
    }
    this.#routes = createRoutes(routing)
    this.foreignBlobs = createForeignBlobs({ kernel, transport: ports.peerTransport, policy, peers })
    this.guests = createGuests({
      kernel,
      policy,
      keys: createPeerKeys(kernel, ports.peerTransport),
      routes: new Map([...this.#routes].filter(([number]) => isForGuests(number))),
      perProvider: REQUESTS_PER_PROVIDER,
    })
    this.#chores = startChores(kernel, choresOf({ kernel, queues, logs, board }))
    this.#unsubscribe = ports.wakeUp.subscribe((woken) => void this.#pushItems(woken))
    kernel.log.note('started')
  }

  connect(link: Link): ProviderConnection | undefined {
    const count = this.#perPeer.get(link.peer) ?? 0
    if (count >= CONNECTIONS_PER_PEER_MAX) {
      link.close('tooMuch')
      return undefined
    }
    const { kernel } = this.#parts
    const connection = new Connection({
      kernel,
      link,
      challenge: kernel.crypto.randomBytes(CHALLENGE_BYTES),
      routes: this.#routes,
      sessions: this.#sessions,
      requestLimit: this.#requestLimit,
    })
    this.#perPeer.set(link.peer, count + 1)
    this.#connections.set(connection, link)
    kernel.figures.count('connections')
    return { receive: (frame) => connection.receive(frame), closed: () => this.#end(connection) }
  }

  sessionOf(token: string): Session | undefined {
    return this.#sessions.ofToken(token)
  }

  readFigures(): ProviderFigures {
    const { kernel, queues, logs } = this.#parts
    return {
      counts: kernel.figures.readAll(),
      connectionsNow: this.#connections.size,
      queuesReadNow: queues.attachments.count(),
      logsInUse: logs.hotLogs.count(),
      acceptsWrites: kernel.turns.acceptsWrites(),
    }
  }

  async close(): Promise<void> {
    const { kernel, logs, blobEraser } = this.#parts
    kernel.log.note('stopping')
    blobEraser.stop()
    this.#unsubscribe()
    logs.eraser.stop()
    this.#parts.ports.peerTransport.close()
    await logs.outbound.stop()
    const connections = [...this.#connections]
    for (const [connection] of connections) connection.push({ kind: 'closing' })
    await Promise.all(connections.map(([connection]) => connection.drain()))
    await this.#chores.stop()
    await logs.positions.write().catch(() => kernel.log.note('choreFailed'))
    await kernel.turns.settled()
    for (const [connection, link] of connections) {
      this.#end(connection)
      link.close('closing')
    }
    kernel.log.note('stopped')
  }

  /** Clients come back at once, and hear what they are greeted with. */
  #endConnections(): void {
    for (const [connection, link] of this.#connections) {
      connection.push({ kind: 'closing' })
      this.#end(connection)
      link.close('closing')
    }
  }

  #end(connection: Connection): void {
    const link = this.#connections.get(connection)
    if (link === undefined) return
    this.#connections.delete(connection)
    const count = (this.#perPeer.get(link.peer) ?? 1) - 1
    if (count === 0) this.#perPeer.delete(link.peer)
    else this.#perPeer.set(link.peer, count)
    connection.end()
    this.#sessions.end(connection)
    this.#parts.queues.attachments.detach(connection)
  }

  async #pushItems(woken: readonly QueueId[]): Promise<void> {
    const { queues, kernel } = this.#parts
    try {
      for (const queue of woken) await pushNewItems(queues, queue)
    } catch {
      // Whoever reads the queue finds it there the next time.
      kernel.log.note('choreFailed')
    }
  }
}

function isForGuests(method: number): boolean {
  return RELAYED_METHODS.has(method) || method === leaveNotices.number
}

type ChoreParts = Pick<Parts, 'kernel' | 'queues' | 'logs'> & { readonly board: Board }

function choresOf({ kernel, queues, logs, board }: ChoreParts): readonly Chore[] {
  return [
    { everyMs: STORE_SWEPT_EVERY_MS, run: async () => board.sweep(kernel.clock.now()) },
    { everyMs: MEMORY_SWEPT_EVERY_MS, run: async () => logs.hotLogs.sweep() },
    { everyMs: POSITIONS_WRITTEN_EVERY_MS, run: () => logs.positions.write() },
    { everyMs: STORE_SWEPT_EVERY_MS, run: () => sweepLogs(logs) },
    { everyMs: STORE_SWEPT_EVERY_MS, run: () => sweepPrefixes(logs) },
    { everyMs: STORE_SWEPT_EVERY_MS, run: () => sweepQueues(queues) },
    { everyMs: STORE_SWEPT_EVERY_MS, run: () => sweepInvitations(kernel) },
  ]
}
