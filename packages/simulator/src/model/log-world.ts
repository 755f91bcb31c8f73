import type { Broken, Step, World } from './search.ts'

/**
 * One log, judged by two honest clients whose clocks and directories differ; anybody puts what he likes into it. Clients that
 * have judged equally much of it hold the same (S1), and nothing from before a removal is shown behind it (S5). The judge here
 * is the model's own: the shipped one has its attacks in `npm run attacks`.
 */
type Entry =
  | { readonly kind: 'message'; readonly epoch: number }
  | { readonly kind: 'commit'; readonly epoch: number; readonly acceptedAt: number; readonly adds: 'nobody' | 'dora' }

type Client = {
  readonly seq: number
  readonly epoch: number
  readonly shown: number
  readonly members: number
  /** Something was shown that was sent in an epoch before: perhaps by somebody who was removed since. */
  readonly isStale: boolean
  /** What only this client has: its clock, and a newer record of Dora without the device that is added. */
  readonly clock: number
  readonly knowsRecord: boolean
}

type Log = { readonly entries: readonly Entry[]; readonly clients: readonly Client[] }

/** KeyPackages here are good until then. */
const NOT_AFTER = 5
const ENTRIES_MAX = 3

const ALPHABET: readonly Entry[] = [
  ...[0, 1].map((epoch) => ({ kind: 'message', epoch }) as const),
  ...[0, 1].flatMap((epoch) =>
    (['nobody', 'dora'] as const).map((adds) => ({ kind: 'commit', epoch, acceptedAt: 4, adds }) as const),
  ),
  { kind: 'commit', epoch: 0, acceptedAt: 6, adds: 'dora' },
]

export const logWorld: World<Log> = {
  name: 'one-log',
  starts: [0, 9].flatMap((clock) =>
    [false, true].map((knowsRecord) => ({
      entries: [],
      clients: [clientWith(0, false), clientWith(clock, knowsRecord)],
    })),
  ),
  keyOf: (state) => JSON.stringify(state),
  *stepsFrom({ entries, clients }): Iterable<Step<Log>> {
    if (entries.length < ENTRIES_MAX) {
      for (const entry of ALPHABET)
        yield { says: `the log gets ${JSON.stringify(entry)}`, to: { clients, entries: [...entries, entry] } }
    }
    for (const [i, client] of clients.entries()) {
      const entry = entries[client.seq]
      if (entry !== undefined)
        yield { says: `client ${i} judges it`, to: { entries, clients: clients.with(i, judge(client, entry)) } }
    }
  },
  check({ clients: [one, other] }): Broken | undefined {
    if (one === undefined || other === undefined || one.seq !== other.seq) return undefined
    if (one.isStale) return { property: 'S5', sees: 'what was sent before a removal and came behind it is shown' }
    const isSame = one.epoch === other.epoch && one.shown === other.shown && one.members === other.members
    return isSame ? undefined : { property: 'S1', sees: 'two clients judged one log differently' }
  },
}

/** R13, R14, R16: the entry, its place and its receipt are all that is looked at. */
function judge(client: Client, entry: Entry): Client {
  const next = { ...client, seq: client.seq + 1 }
  if (entry.epoch !== client.epoch) return next
  if (entry.kind === 'message') return { ...next, shown: client.shown + 1, isStale: entry.epoch < client.epoch }
  if (entry.adds === 'dora' && !isGood(client, entry)) return next
  return { ...next, epoch: client.epoch + 1, members: client.members + (entry.adds === 'dora' ? 1 : 0) }
}

/** The client is handed in so that a mutant can look at what it alone has. */
function isGood(_client: Client, { acceptedAt }: { readonly acceptedAt: number }): boolean {
  return acceptedAt <= NOT_AFTER
}

function clientWith(clock: number, knowsRecord: boolean): Client {
  return { seq: 0, epoch: 0, shown: 0, members: 3, isStale: false, clock, knowsRecord }
}
