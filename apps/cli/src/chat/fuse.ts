/** The life that a message has left, as a fuse that burns down; both clocks: expiration, and burning after reading. */
import { formatDuration } from '../arguments/durations.ts'
import type { LineRecord } from '../records/records.ts'
import type { Words } from '../words/words.ts'
import { span } from './span.ts'
import type { Span } from './span.ts'

const CELLS = 6
const DAY_MS = 86_400_000

/** Nearer than this it is drawn; what lasts longer is a number. */
const DRAWN_MS = DAY_MS

export function fuseSpans({ chat, output }: Words, line: LineRecord, now: number): readonly Span[] {
  const { message, readAt, own } = line
  if (message === undefined) return []
  const { sentAt, expiresAt, burnAfterMs } = message
  const burnsAt = burnAfterMs === undefined || readAt === undefined ? undefined : readAt + burnAfterMs
  const isBurning = burnsAt !== undefined && (expiresAt === undefined || burnsAt < expiresAt)
  const spans: Span[] = []
  if (burnAfterMs !== undefined && isBurning && !own) {
    const leftMs = burnsAt - now
    spans.push(span(`${fuseOf(leftMs / burnAfterMs)} ${chat.burning} ${formatDuration(leftMs)}`, 'burning'))
  } else if (burnAfterMs !== undefined) {
    spans.push(span(output.burnsAfterReading(formatDuration(burnAfterMs)), 'burning'))
  }
  if (expiresAt !== undefined) {
    const leftMs = expiresAt - now
    const drawn = leftMs <= DRAWN_MS ? `${fuseOf(leftMs / (expiresAt - sentAt))} ` : ''
    spans.push(span(drawn + roughly(leftMs), drawn === '' ? 'dim' : 'fuse'))
  }
  return spans
}

/** `━━━✶··`: what is left, the spark, what is burnt. */
function fuseOf(share: number): string {
  const left = Math.max(0, Math.min(CELLS - 1, Math.floor(share * CELLS)))
  return `${'━'.repeat(left)}✶${'·'.repeat(CELLS - 1 - left)}`
}

/** Of what lasts for days, hours are of no interest. */
function roughly(ms: number): string {
  return ms >= DAY_MS ? formatDuration(Math.round(ms / DAY_MS) * DAY_MS) : formatDuration(ms)
}
