import { positional } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { acceptRequest, block, listContacts, unblock } from '../methods/methods.ts'
import { titleOf } from '../output/human-lines.ts'
import { note, print } from '../output/print.ts'
import { safeLine } from '../output/safe-text.ts'
import { withMessenger } from '../profile/with-messenger.ts'

export function runContacts(context: Context): Promise<number> {
  return withMessenger(context, async (messenger) => {
    const people = await messenger.call(listContacts, undefined)
    const { output } = context.words
    if (people.length === 0) await note(context, output.noContacts)
    for (const person of people) {
      const name = safeLine(person.handle)
      const mark = person.verification === 'none' ? '' : `  ${output.verified[person.verification]}`
      await print(context, person, person.blocked ? output.blocked(name) : `${name}${mark}`)
    }
    return 0
  })
}

export function runAccept(context: Context, args: Arguments): Promise<number> {
  return withMessenger(context, async (messenger) => {
    const rooms = await messenger.call(acceptRequest, { recipient: positional(args, 0) })
    for (const room of rooms) await print(context, room, context.words.output.accepted(titleOf(context, room)))
    return 0
  })
}

export function runBlock(context: Context, args: Arguments): Promise<number> {
  return withMessenger(context, async (messenger) => {
    const event = await messenger.call(block, { recipient: positional(args, 0) })
    await print(context, event, context.words.output.event(event))
    return 0
  })
}

export function runUnblock(context: Context, args: Arguments): Promise<number> {
  return withMessenger(context, async (messenger) => {
    const event = await messenger.call(unblock, { recipient: positional(args, 0) })
    await print(context, event, context.words.output.event(event))
    return 0
  })
}
