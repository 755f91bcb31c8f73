/** A conversation as rows of the screen. What others wrote comes in here, and leaves fit for a terminal. */
import { safeLine, safeText } from '../output/safe-text.ts'
import type { LineRecord, MessageRecord } from '../records/records.ts'
import type { Words } from '../words/words.ts'
import { fuseSpans } from './fuse.ts'
import { ruled, span, spansWidth } from './span.ts'
import type { Span } from './span.ts'
import { cutTo, wrapTo } from './text-width.ts'

export type MessageRow = {
  readonly spans: readonly Span[]
  /** Of the line it belongs to, and its place among the rows of that. */
  readonly cursor: string
  readonly part: number
  /** Of the message, if it is one. */
  readonly message: string | undefined
}

export type RowsOptions = {
  readonly words: Words
  readonly width: number
  readonly now: number
  readonly unreadFrom: string | undefined
}

const INDENT = '  '

export function messageRows(lines: readonly LineRecord[], options: RowsOptions): readonly MessageRow[] {
  let day = ''
  return lines.flatMap((line) => {
    const ownDay = dayOf(line, options.words)
    const isNewDay = ownDay !== day
    day = ownDay
    const above = [
      ...(isNewDay ? [ruled(ownDay, 'dim', options.width)] : []),
      ...(line.cursor === options.unreadFrom ? [ruled(options.words.chat.newMessages, 'alert', options.width)] : []),
    ]
    return [...above, ...rowsOf(line, options)].map((spans, part) => ({
      spans,
      cursor: line.cursor,
      part,
      message: line.message?.id,
    }))
  })
}

function dayOf({ message, event }: LineRecord, { language }: Words): string {
  return DAYS[language].format(message?.sentAt ?? event?.at ?? 0)
}

const DAY = { weekday: 'long', day: 'numeric', month: 'long' } as const
const DAYS = { en: new Intl.DateTimeFormat('en', DAY), nl: new Intl.DateTimeFormat('nl', DAY) }

function rowsOf(line: LineRecord, options: RowsOptions): readonly (readonly Span[])[] {
  const { words, width } = options
  const { message, event } = line
  if (event !== undefined) {
    const said = safeLine(words.output.event(event))
    return wrapTo(`${clockOf(event.at)} ${said}`, width).map((row) => [span(row, 'dim')])
  }
  if (message === undefined) return []
  const body = bodyOf(line, message, words)
  return [
    ...headRows(line, message, options),
    ...wrapTo(body.text, width - INDENT.length).map((row) => [span(INDENT + row, body.look)]),
    ...message.files.map(({ name }) => [span(cutTo(`${INDENT}[${safeLine(name)}]`, width), 'name')]),
  ]
}

/** Who and when on the left; how far it came and how long it has on the right, or on a row of its own. */
function headRows(
  line: LineRecord,
  message: MessageRecord,
  { words, width, now }: RowsOptions,
): readonly (readonly Span[])[] {
  const marks = [...statusSpans(line, words), ...fuseSpans(words, line, now)].flatMap((mark, i) =>
    i === 0 ? [mark] : [span('  '), mark],
  )
  const clock = ` ${clockOf(message.sentAt)}`
  const name = line.own ? words.output.you : safeLine(message.from)
  const left = [span(cutTo(name, width - clock.length), line.own ? 'own' : 'name'), span(clock, 'dim')]
  const gap = width - spansWidth(left) - spansWidth(marks)
  return gap >= 1 ? [[...left, span(' '.repeat(gap)), ...marks]] : [left, [span(INDENT), ...marks]]
}

function bodyOf({ what }: LineRecord, { text }: MessageRecord, { output }: Words): Span {
  if (text !== undefined) return span(safeText(text))
  return span(what === 'deleted' || what === 'undelivered' ? output[what] : output.unknown, 'dim')
}

const MARKS = { queued: '…', accepted: '✓', delivered: '✓✓', read: '✓✓', failed: '✗' } as const

function statusSpans({ receipt }: LineRecord, { output }: Words): readonly Span[] {
  if (receipt === undefined) return []
  const { status, reason } = receipt
  const mark = `${MARKS[status]} ${output.status[status]}`
  if (status === 'failed') return [span(reason === undefined ? mark : `${mark}: ${output.reason[reason]}`, 'alert')]
  return [span(mark, status === 'read' ? 'good' : 'dim')]
}

/** In the time of wherever this device is. */
function clockOf(at: number): string {
  const time = new Date(at)
  return `${String(time.getHours()).padStart(2, '0')}:${String(time.getMinutes()).padStart(2, '0')}`
}
