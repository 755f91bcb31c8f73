/** Records in words, one line of a terminal for each. */
import { formatDuration } from '../arguments/durations.ts'
import type { Context } from '../context.ts'
import type { DeviceRecord } from '../records/device-records.ts'
import type { FileRecord, LineRecord, MessageRecord, ProviderRecord, RoomRecord } from '../records/records.ts'
import type { Words } from '../words/words.ts'
import { styled } from './print.ts'
import { safeLine, safeText } from './safe-text.ts'

export function titleOf({ words }: Context, { kind, title }: Pick<RoomRecord, 'kind' | 'title'>): string {
  return kind === 'self' ? words.output.notes : safeLine(title)
}

const ID_LENGTH = 8

export function roomLine(context: Context, room: RoomRecord): string {
  const { words } = context
  const { standing, invitedBy, unread, kind, members } = room
  const parts = [
    styled(context, 'bold', titleOf(context, room)),
    standing === 'request' ? words.output.requestFrom(safeLine(invitedBy ?? '')) : words.output.standing[standing],
    twoStoriesOf(context, room.twoStories),
    unread > 0 ? styled(context, 'yellow', words.output.unread(unread)) : '',
    kind === 'group' ? safeLine(members.join(', ')) : '',
    styled(
      context,
      'dim',
      [protectionOf(words, room), room.id.slice(0, ID_LENGTH)].filter((part) => part !== '').join('  '),
    ),
  ]
  return parts.filter((part) => part !== '').join('  ')
}

/** Which protection the room was made with; empty where this device is not in it. */
export function protectionOf({ output }: Words, { postQuantum }: RoomRecord): string {
  if (postQuantum === undefined) return ''
  return postQuantum ? output.postQuantum : output.notPostQuantum
}

function twoStoriesOf(context: Context, told: RoomRecord['twoStories']): string {
  const { output } = context.words
  if (told === undefined) return ''
  return styled(
    context,
    'red',
    told.proof === undefined ? output.toldTwoStories(safeLine(told.by ?? '')) : output.twoStories,
  )
}

export function deviceLine(context: Context, device: DeviceRecord): string {
  const { output } = context.words
  const { id, name, current, usedAt } = device
  const parts = [
    styled(context, 'bold', name === '' ? output.namelessDevice : safeLine(name)),
    current ? output.thisDevice : usedAt === undefined ? '' : output.lastUsed(plainClock(usedAt)),
    styled(context, 'dim', id.slice(0, ID_LENGTH)),
  ]
  return parts.filter((part) => part !== '').join('  ')
}

export function providerLine(context: Context, provider: ProviderRecord): string {
  const { output } = context.words
  const { name, first, state, failedSince, refusal } = provider
  const parts = [
    styled(context, 'bold', safeLine(name)),
    failedSince === undefined ? output.providerState[state] : output.failedSince(plainClock(failedSince)),
    first ? output.firstProvider : '',
    refusal === undefined ? '' : styled(context, 'red', output.refusal[refusal]),
  ]
  return parts.filter((part) => part !== '').join('  ')
}

/** With the room it stands in, for a stream of all of them. */
export function receivedLine(context: Context, message: MessageRecord): string {
  const { title, from } = message
  const place = title === from || title === '' ? '' : `${styled(context, 'cyan', `[${safeLine(title)}]`)} `
  return `${clockOf(context, message.sentAt)} ${place}${bodyOf(context, message, 'text')}`
}

export function historyLine(context: Context, line: LineRecord): string {
  const { message, receipt, event, what } = line
  if (event !== undefined) {
    return styled(context, 'dim', `${plainClock(event.at)} — ${safeLine(context.words.output.event(event))}`)
  }
  if (message === undefined) return ''
  const { output } = context.words
  const status = receipt === undefined ? [] : [output.status[receipt.status]]
  const reason = receipt?.reason === undefined ? [] : [output.reason[receipt.reason]]
  const marks = [...status, ...reason, ...fuseOf(context, line)]
  const tail = marks.length === 0 ? '' : `  ${styled(context, 'dim', `(${marks.join(' · ')})`)}`
  return `${clockOf(context, message.sentAt)} ${bodyOf(context, message, what)}${tail}`
}

function bodyOf(context: Context, { from, text, files }: MessageRecord, what: LineRecord['what']): string {
  const { output } = context.words
  const absent = what === 'deleted' || what === 'undelivered' ? output[what] : output.unknown
  const said = text === undefined ? styled(context, 'italic', absent) : safeText(text).replaceAll('\n', '\n    ')
  const known = files.filter(({ path, problem }) => path !== undefined || problem !== undefined)
  const lines = known.map((file) => `\n    ${styled(context, 'cyan', fileLine(context, file))}`).join('')
  const attached = files.length === 0 ? '' : ` ${styled(context, 'cyan', `[${output.files(files.length)}]`)}${lines}`
  return `${styled(context, 'bold', safeLine(from))}: ${said}${attached}`
}

function fileLine({ words }: Context, { name, path, problem }: FileRecord): string {
  const what = problem === undefined ? path : words.output.fileProblem[problem]
  return `${safeLine(name)}: ${safeLine(what ?? '')}`
}

/** What is left of a message's life, if that is worth saying. */
function fuseOf({ words }: Context, { message, readAt, endsAt }: LineRecord): readonly string[] {
  if (message?.burnAfterMs !== undefined && readAt === undefined) {
    return [words.output.burnsAfterReading(formatDuration(message.burnAfterMs))]
  }
  return endsAt === undefined ? [] : [words.output.endsIn(formatDuration(endsAt - Date.now()))]
}

function clockOf(context: Context, at: number): string {
  return styled(context, 'dim', plainClock(at))
}

/** In the time of wherever this device is. */
function plainClock(at: number): string {
  const time = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`
}
