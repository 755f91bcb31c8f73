import { pullLog } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { isForNow } from '../hub/is-for-now.ts'
import type { RoomActor } from './room-actor.ts'

/** A hub that keeps saying that there is more, and gives nothing that counts, is left alone until the next connection. */
const FRUITLESS_PULLS_MAX = 2

/** `later`: the hub did not answer. `unknown`: it does not know the log, or not this reader. `below`: it has less of it than it gave its word for. `withheld`: it says that there is more, and gives nothing that counts. */
export type Pulled = 'done' | 'later' | 'unknown' | 'below' | 'withheld'

/** Pulls what the room is missing until its head is the hub's, or the hub has nothing that counts. */
export async function pullRoom(core: Core, actor: RoomActor): Promise<Pulled> {
  let fruitless = 0
  while (fruitless < FRUITLESS_PULLS_MAX && core.isReady) {
    const model = await actor.read()
    const before = model?.row
    const hub = model === undefined ? undefined : await core.hubs.providerOf(model)
    if (before?.head === undefined || before.slot === undefined || hub === undefined) return 'done'
    const { log, seq } = before.head
    const answer = await core.hubs
      .at(hub.name)
      .link.call(pullLog, { log, reader: before.slot.readerSecret, after: seq })
    if (answer.kind === 'lost') return 'later'
    if (answer.kind === 'failure' && isForNow(answer.error)) return 'later'
    if (answer.kind === 'failure') return answer.error.code === 'unknownLog' ? 'unknown' : 'done'
    if (answer.value.head < seq) return 'below'
    await actor.take(answer.value.items)
    const after = (await actor.read())?.row.head
    if (after === undefined || after.seq >= answer.value.head) return 'done'
    fruitless = after.seq > seq ? 0 : fruitless + 1
  }
  return fruitless < FRUITLESS_PULLS_MAX ? 'done' : 'withheld'
}
