import { encodeQR } from 'qr'
import { CommandFailure } from '../failure/command-failure.ts'
import type { FailureCode } from '../failure/command-failure.ts'
import type { Context } from '../context.ts'
import type { LinkFailureWord, LinkingRecord } from '../records/device-records.ts'
import { styled } from './print.ts'
import { safeLine } from './safe-text.ts'

/** What a person is to do now, in words; `undefined`: nothing. */
export function linkingLines(context: Context, linking: LinkingRecord): string | undefined {
  const { output } = context.words
  const { state, code, link, emoji, name } = linking
  if (state === 'waiting' && code !== undefined) {
    const picture = link === undefined ? '' : `\n${encodeQR(link, 'ascii', { ecc: 'low' })}\n${link}\n`
    return `${output.linkHere}\n${picture}\n${styled(context, 'bold', code)}`
  }
  if (state === 'waiting') return output.linkLooking
  if (state === 'comparing') {
    const who = name === undefined ? '' : `${output.linkWants(safeLine(name))}\n`
    return `${who}${(emoji ?? []).join('  ')}\n${output.linkCompare}`
  }
  return state === 'joining' ? output.linkJoining : undefined
}

export function ensureLinked({ state, failure = 'broken' }: LinkingRecord): void {
  if (state !== 'done') throw new CommandFailure(FAILURES[failure])
}

const FAILURES: Readonly<Record<LinkFailureWord, FailureCode>> = {
  notACode: 'linkCodeInvalid',
  occupied: 'linkOccupied',
  expired: 'linkExpired',
  cancelled: 'linkExpired',
  unreachable: 'offline',
  refused: 'linkRefused',
  broken: 'linkBroken',
}
