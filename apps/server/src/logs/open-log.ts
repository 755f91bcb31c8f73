import {
  doorOf,
  firstDoorCodec,
  hex,
  logId,
  OPEN_LOG_INFO,
  openLog,
  parseWith,
  sealRoster,
  startOf,
} from '@rushlight/protocol'
import type { DoorId, FirstDoor, LogId, Nothing, Roster } from '@rushlight/protocol'
import { openOwnBox } from '../identity/derive-keys.ts'
import { OPENINGS_PER_ACCOUNT } from '../limits.ts'
import { createWindowLimit } from '../limiting/window-limit.ts'
import { expectRow, loadRow, putRow } from '../rows/table.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import { sessionRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import { writeDecided } from '../turns/write-decided.ts'
import type { Decided } from '../turns/write-decided.ts'
import { createTree } from './door-tree.ts'
import { doorTreeTable, keyOfRoster, logTable, ROSTERS } from './log-rows.ts'
import type { LogRow } from './log-rows.ts'
import type { Logs } from './logs.ts'
import { admitReaders } from './readers.ts'

/**
 * Starts the log of an opening (R2, R6). The hub learns neither of which room it is nor whether another log is of the same
 * one; whose quota it costs is kept in memory only.
 */
export function openLogRoute(logs: Logs): Route {
  const { kernel } = logs
  const limit = createWindowLimit(kernel.clock, OPENINGS_PER_ACCOUNT)
  return sessionRoute(openLog, undefined, async ({ account }, params) => {
    const before = await loadRow(kernel.store, logTable, logId.toBytes(params.log))
    if (before !== undefined) return answerRepeated(before, params)
    const refused = refuseFor(limit.take(account))
    return refused ?? open(logs, params)
  })
}

type OpenParams = { readonly log: LogId; readonly door: DoorId; readonly sealed: Uint8Array }

/** Whoever opens the same log by the same door again lost the answer; another door to it there is not. */
function answerRepeated({ firstDoor }: LogRow, { door }: OpenParams): Outcome<Nothing> {
  return firstDoor === door ? done(undefined) : refuse('notInRoster')
}

async function open({ kernel }: Logs, params: OpenParams): Promise<Outcome<Nothing>> {
  const { crypto, identity, turns } = kernel
  const opened = await openOwnBox(crypto, identity.keys, { info: OPEN_LOG_INFO, sealed: params.sealed })
  const first = opened === undefined ? undefined : parseWith(firstDoorCodec, opened.data)
  if (opened === undefined || first === undefined || doorOf(crypto, first.doorKey) !== params.door)
    return refuse('malformed')
  if (!isRoster(first.roster)) return refuse('malformed')
  return writeDecided(turns, () => decide({ kernel }, params, { ...first, key: opened.key }))
}

async function decide(
  { kernel }: Pick<Logs, 'kernel'>,
  params: OpenParams,
  { doorKey, roster, key: hubKey }: FirstDoor & { readonly key: number },
): Promise<Decided<Nothing>> {
  const { log, door } = params
  const key = logId.toBytes(log)
  const before = await loadRow(kernel.store, logTable, key)
  if (before !== undefined) return answerRepeated(before, params)
  const { seq, chain } = startOf(log)
  return {
    kind: 'write',
    batch: {
      expect: [expectRow(logTable, key, undefined)],
      put: [
        putRow(logTable, key, { seq, chain, acceptedAt: 0, firstDoor: door, ...(hubKey === 0 ? {} : { hubKey }) }),
        putRow(doorTreeTable, key, createTree(door, roster.length)),
        {
          table: ROSTERS,
          key: keyOfRoster(log, door),
          value: await sealRoster(kernel.crypto, doorKey, roster),
        },
        ...admitReaders(log, roster, { first: 0, seq: 0 }),
      ],
    },
    result: undefined,
  }
}

/** Somebody sits there, and nobody twice. */
function isRoster(roster: Roster): boolean {
  const keys = new Set(roster.map(({ postingKey }) => hex(postingKey)))
  const readers = new Set(roster.map(({ reader }) => hex(reader)))
  return roster.length > 0 && keys.size === roster.length && readers.size === roster.length
}
