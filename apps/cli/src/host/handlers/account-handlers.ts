import { CommandFailure } from '../../failure/command-failure.ts'
import {
  deleteLocalAccountData,
  getConnection,
  listAccounts,
  unregister,
  version,
  waitForChange,
} from '../../methods/methods.ts'
import type { EventRecord, EventWord } from '../../records/records.ts'
import type { Desk } from '../desk.ts'
import { handler } from '../handler.ts'
import type { Handler } from '../handler.ts'
import { accountRecord } from '../records-of.ts'

/** As long as a connection may be silent. */
const WAIT_MS_MAX = 60_000

export const accountHandlers: readonly Handler[] = [
  handler(version, async (desk) => ({ version: desk.version })),

  handler(listAccounts, async ({ client }) => [await accountRecord(client)]),

  handler(getConnection, async ({ client }) => {
    const { isCaughtUp, clockWrongByMs, isDisputed } = client.connection()
    return { online: isCaughtUp, clockWrongByMs, disputed: isDisputed }
  }),

  handler(waitForChange, async (desk, { after, timeoutMs = WAIT_MS_MAX }, visitor) => {
    const changed = (): number | undefined => (desk.changes !== after || visitor.isEnding ? desk.changes : undefined)
    return { at: (await desk.until(changed, Math.min(timeoutMs, WAIT_MS_MAX))) ?? after }
  }),

  handler(deleteLocalAccountData, async (desk, { local = false }) => {
    const told = await eventOf(desk, 'signedOut')
    if (!local) {
      if (!(await desk.catchUp())) throw new CommandFailure('offline')
      if ((await desk.client.signOut()) === 'unreachable') throw new CommandFailure('offline')
    }
    await desk.end()
    return told
  }),

  handler(unregister, async (desk) => {
    if (!(await desk.catchUp())) throw new CommandFailure('offline')
    const told = await eventOf(desk, 'accountDeleted')
    if ((await desk.client.deleteAccount()) === 'unreachable') throw new CommandFailure('offline')
    await desk.end()
    return told
  }),
]

async function eventOf({ client }: Desk, event: EventWord): Promise<EventRecord> {
  const { handle } = await accountRecord(client)
  return {
    type: 'event',
    event,
    room: undefined,
    title: undefined,
    by: handle,
    names: [],
    at: Date.now(),
    expireMs: undefined,
    burnMs: undefined,
  }
}
