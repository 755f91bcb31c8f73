import { positional } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import { quitRoom, updateRoom } from '../methods/methods.ts'
import type { RoomUpdate } from '../methods/methods.ts'
import { titleOf } from '../output/human-lines.ts'
import { print } from '../output/print.ts'
import { withMessenger } from '../profile/with-messenger.ts'
import type { RoomRecord } from '../records/records.ts'

export function runRoomCreate(context: Context, args: Arguments): Promise<number> {
  const members = (args.options.get('member') ?? []).flatMap((names) => names.split(',').filter((name) => name !== ''))
  const update = { title: positional(args, 0), addMembers: members }
  return change(context, update, context.words.output.roomCreated)
}

export function runRoomAdd(context: Context, args: Arguments): Promise<number> {
  const [room = '', ...addMembers] = args.positionals
  return change(context, { room, addMembers }, context.words.output.roomChanged)
}

export function runRoomRemove(context: Context, args: Arguments): Promise<number> {
  const [room = '', ...removeMembers] = args.positionals
  return change(context, { room, removeMembers }, context.words.output.roomChanged)
}

export function runRoomLeave(context: Context, args: Arguments): Promise<number> {
  return withMessenger(context, async (messenger) => {
    const room = await messenger.call(quitRoom, { room: positional(args, 0) })
    return tell(context, room, context.words.output.roomLeft)
  })
}

function change(context: Context, update: RoomUpdate, say: (title: string) => string): Promise<number> {
  return withMessenger(context, async (messenger) => tell(context, await messenger.call(updateRoom, update), say))
}

/** The room as it is now; what has not reached the provider yet is said after it. */
async function tell(context: Context, room: RoomRecord, say: (title: string) => string): Promise<number> {
  await print(context, room, say(titleOf(context, room)))
  if (room.pending > 0) throw new CommandFailure('queued')
  return 0
}
