import { parseLines } from '@rushlight/protocol'
import { RecordTaker } from '../archive/take-records.ts'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { load } from '../vault/table.ts'
import { askSince } from './ask-history.ts'
import { doorAt, DONE, later, releaseSoon } from './doors.ts'
import type { Progress } from './doors.ts'
import { fetchSegment, openSegment } from './segment-blob.ts'
import { askTable, partTable } from './transfer-row.ts'
import type { AskRow, PartRow } from './transfer-row.ts'

/** Takes in what another device has left for this one, part by part, in order. */
export async function fetchHistory(core: Core): Promise<Progress> {
  for (;;) {
    const ask = await load(core.store, askTable, 'ask')
    if (ask?.state !== 'coming' || ask.giver === undefined || core.isClosed) return DONE
    const key = { giver: ask.giver, index: ask.next }
    const part = await load(core.store, partTable, key)
    if (part === undefined) return DONE
    const taken = await takePart(core, part)
    if (taken === 'again') return askAgain(core, ask)
    if (typeof taken === 'object') return taken
    const step = new Step(core.store)
    const present = await step.load(askTable, 'ask')
    if (present?.askedAt !== ask.askedAt) continue
    step.remove(partTable, key)
    step.put(askTable, 'ask', following(present, part, taken))
    // What is here is not to lie there any longer.
    if (taken !== 'tooNew') releaseSoon(core, step, part.blob)
    step.emit({ kind: 'historyChanged' })
    await step.commit()
    step.publish((event) => core.tell(event))
  }
}

const ASK_AGAIN_MS = 60_000

function following(ask: AskRow, part: PartRow, taken: number | 'tooNew'): AskRow {
  if (taken === 'tooNew') return { ...ask, state: 'updateNeeded' }
  const { linesDone, isLast } = part
  const next = { ...ask, next: ask.next + 1, linesDone, added: ask.added + taken }
  return isLast ? { ...next, state: 'done' } : next
}

/** How many lines are new by it; or what is to be done instead. */
async function takePart(core: Core, part: PartRow): Promise<number | 'tooNew' | 'again' | Progress> {
  const at = doorAt(core, part.provider)
  if (at === undefined) return later(undefined)
  const fetched = await fetchSegment(core.crypto, at.door, part)
  if (fetched.kind === 'later') return later(fetched.waitMs)
  const data = fetched.kind === 'done' ? await openSegment(core.crypto, part, fetched.value) : undefined
  const parsed = data === undefined ? undefined : parseLines(data)
  if (parsed?.kind === 'tooNew') return 'tooNew'
  if (parsed?.kind !== 'lines') return 'again'
  const taker = new RecordTaker(core)
  for (const record of parsed.records) await taker.take(record)
  await taker.flush()
  await taker.end()
  return taker.taken.messages
}

/** The provider has lost it, or something else lies there: the other device gives it once more. */
async function askAgain(core: Core, ask: AskRow): Promise<Progress> {
  if (core.now() - ask.askedAt < ASK_AGAIN_MS) return later(ASK_AGAIN_MS)
  await askSince(core, ask.since)
  return DONE
}
