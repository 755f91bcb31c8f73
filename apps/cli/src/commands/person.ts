import { groupsOfSafetyNumber, parseSafetyNumber } from '@rushlight/protocol'
import { isSet, positional, textOf } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import { getIdentity, trust, untrust } from '../methods/methods.ts'
import { note, print, styled } from '../output/print.ts'
import { safeLine } from '../output/safe-text.ts'
import { withMessenger } from '../profile/with-messenger.ts'
import type { IdentityRecord } from '../records/records.ts'

/** Who somebody is, and by what one makes sure of it. */
export function runPerson(context: Context, args: Arguments): Promise<number> {
  return withMessenger(context, async (messenger) => {
    const identity = await messenger.call(getIdentity, { recipient: positional(args, 0) })
    await print(context, identity, identityLines(context, identity))
    return 0
  })
}

/** By a number that was read out, or one that the user has compared himself; `--undo` takes it back. */
export function runVerify(context: Context, args: Arguments): Promise<number> {
  return withMessenger(context, async (messenger) => {
    const recipient = positional(args, 0)
    if (isSet(args, 'undo')) return tell(context, await messenger.call(untrust, { recipient }))
    const verifiedSafetyNumber = numberOf(args)
    if (verifiedSafetyNumber !== undefined) {
      return tell(context, await messenger.call(trust, { recipient, verifiedSafetyNumber }))
    }
    const { safetyNumber } = await messenger.call(getIdentity, { recipient })
    await note(context, numberLines(safetyNumber))
    return tell(context, await messenger.call(trust, { recipient, verifiedSafetyNumber: safetyNumber }))
  })
}

function numberOf(args: Arguments): string | undefined {
  const given = textOf(args, 'number')
  if (given === undefined && !isSet(args, 'yes')) {
    throw new CommandFailure('usage', { usage: { kind: 'missingOption', option: 'number' } })
  }
  if (given === undefined) return undefined
  const number = parseSafetyNumber(given)
  if (number === undefined) throw new CommandFailure('usage', { usage: { kind: 'badValue', option: 'number' } })
  return number
}

async function tell(context: Context, identity: IdentityRecord): Promise<number> {
  const { output } = context.words
  await print(context, identity, output.verification[identity.verification](safeLine(identity.handle)))
  return 0
}

function identityLines(context: Context, identity: IdentityRecord): string {
  const { output } = context.words
  const handle = safeLine(identity.handle)
  return [
    styled(context, 'bold', handle),
    output.verification[identity.verification](handle),
    output.compareNumber(handle),
    numberLines(identity.safetyNumber),
  ].join('\n')
}

const GROUPS_IN_LINE = 4

function numberLines(number: string): string {
  const groups = groupsOfSafetyNumber(number)
  const lines = Array.from({ length: Math.ceil(groups.length / GROUPS_IN_LINE) }, (_, line) =>
    groups.slice(line * GROUPS_IN_LINE, (line + 1) * GROUPS_IN_LINE).join(' '),
  )
  return lines.map((line) => `  ${line}`).join('\n')
}
