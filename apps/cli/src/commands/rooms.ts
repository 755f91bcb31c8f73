import type { Context } from '../context.ts'
import { listRooms } from '../methods/methods.ts'
import { roomLine } from '../output/human-lines.ts'
import { note, print } from '../output/print.ts'
import { withMessenger } from '../profile/with-messenger.ts'
import type { RoomRecord } from '../records/records.ts'
import { warnOfConnection } from './warn.ts'

export function runRooms(context: Context): Promise<number> {
  return list(context, { isWanted: () => true, none: context.words.output.noRooms })
}

export function runRequests(context: Context): Promise<number> {
  return list(context, { isWanted: ({ standing }) => standing === 'request', none: context.words.output.noRequests })
}

type Wanted = { readonly isWanted: (room: RoomRecord) => boolean; readonly none: string }

function list(context: Context, { isWanted, none }: Wanted): Promise<number> {
  return withMessenger(context, async (messenger) => {
    const rooms = (await messenger.call(listRooms, undefined)).filter(isWanted)
    await warnOfConnection(context, messenger)
    if (rooms.length === 0) await note(context, none)
    for (const room of rooms) await print(context, room, roomLine(context, room))
    return 0
  })
}
