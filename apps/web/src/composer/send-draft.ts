import type { Outgoing, Sent } from '@rushlight/core'
import type { RoomId } from '@rushlight/protocol'
import { EngineError } from '../rpc/engine-link.ts'
import type { EngineCalls } from '../rpc/engine-link.ts'

export type DraftSent = Sent | { readonly kind: 'failed'; readonly isFull: boolean }

/**
 * Sends a text exactly once, even if the engine goes in between. The text is stored as the room's draft first, and queueing it
 * takes the draft away in the same transaction: so whoever finds the draft afterwards knows that nothing was queued.
 */
export async function sendDraft(engine: EngineCalls, room: RoomId, outgoing: Outgoing): Promise<DraftSent> {
  try {
    await engine.call('saveDraft', room, outgoing.text)
    return await engine.call('send', room, outgoing)
  } catch (failure) {
    if (!(failure instanceof EngineError)) throw failure
    if (failure.code !== 'engineGone') return { kind: 'failed', isFull: failure.code === 'storageFull' }
    return sendAgain(engine, room, outgoing)
  }
}

async function sendAgain(engine: EngineCalls, room: RoomId, outgoing: Outgoing): Promise<DraftSent> {
  const view = await engine.call('room', room).catch(() => undefined)
  if (view === undefined) return { kind: 'failed', isFull: false }
  if (view.draft === outgoing.text) return sendDraft(engine, room, outgoing)
  return view.last === undefined ? { kind: 'failed', isFull: false } : { kind: 'queued', id: view.last.id }
}
