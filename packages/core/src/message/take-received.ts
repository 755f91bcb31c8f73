import type { RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { load, loadRange } from '../vault/table.ts'
import { viewFiles } from '../view/file-view.ts'
import { viewMessage } from '../view/message-view.ts'
import type { MessageView } from '../view/message-view.ts'
import { messageTable } from './message-row.ts'
import { receivedTable } from './received-row.ts'

/** A message that was not handed out on this device before, and what to say when the output has taken it. */
export type ReceivedMessage = { readonly message: MessageView; readonly ticket: Uint8Array }

/** The oldest first. What is gone meanwhile is passed over; requests wait until their room is accepted. */
export async function listReceived(core: Core, limit: number): Promise<readonly ReceivedMessage[]> {
  const received: ReceivedMessage[] = []
  const gone: Uint8Array[] = []
  const page = { prefix: new Uint8Array(), limit: PAGE_ROWS }
  let rows = await loadRange(core.store, receivedTable, page)
  for (let row = rows[0]; row !== undefined && received.length < limit; row = rows[0]) {
    const { key: ticket, value: place } = row
    const found = await load(core.store, messageTable, place)
    if (found?.body.kind !== 'content') gone.push(ticket)
    else if (!(await isRequest(core, place.room))) {
      const files = await viewFiles(core, { place, row: found })
      received.push({ message: viewMessage({ place, row: found }, { deliveredUpTo: 0, files }), ticket })
    }
    rows = rows.length > 1 ? rows.slice(1) : await loadRange(core.store, receivedTable, { ...page, after: ticket })
  }
  if (gone.length > 0) await acknowledgeReceived(core, gone)
  return received
}

const PAGE_ROWS = 256

async function isRequest(core: Core, room: RoomId): Promise<boolean> {
  return (await core.rooms.get(room)?.actor.read())?.row.standing === 'request'
}

/** The output has them: they are not handed out again. */
export async function acknowledgeReceived(core: Core, tickets: readonly Uint8Array[]): Promise<void> {
  const step = new Step(core.store)
  step.write({ remove: tickets.map((key) => ({ table: receivedTable.name, key })) })
  await step.commit()
}
