import type { Client } from '@rushlight/core'
import { inspectMessages, inspectNow } from '@rushlight/core/testing'
import { CLOCK_AHEAD_MS_MAX } from '../ledger.ts'
import type { Life, Spoken } from '../ledger.ts'
import type { World } from '../world.ts'

type Started = { readonly client: Client; readonly life: Life }

/** A process came back: what it had promised is there, what is over is not, and what was never shown is shown now. */
export async function checkAtStart(world: World, { client, life }: Started): Promise<void> {
  const { ledger } = world
  const now = inspectNow(client)
  for (const { room, id, text, deadline, isOwn } of await inspectMessages(client)) {
    if (deadline !== undefined && deadline < now)
      ledger.violate('aliveAfterDeadline', `${life.name} at start: ${text ?? ''}`)
    const isNew = !isOwn && text !== undefined && life.shown.get(room)?.includes(id) !== true
    if (isNew) ledger.shown(life, room, id)
  }
  for (const spoken of ledger.spoken.values()) {
    if (spoken.by === life.name && isKept(spoken, life, now)) await ensureKept(world, { client, life, spoken })
  }
}

/** Nothing that may happen to a message has happened to this one. */
function isKept({ id, isTakenBack, expiresAt, burnMs }: Spoken, life: Life, now: number): boolean {
  const isOver = expiresAt !== undefined && (life.wasClockWrong || expiresAt <= now + CLOCK_AHEAD_MS_MAX)
  return !isOver && !isTakenBack && burnMs === undefined && !life.deleted.has(id)
}

async function ensureKept(
  { ledger }: World,
  { client, life, spoken }: Started & { readonly spoken: Spoken },
): Promise<void> {
  if ((await client.room(spoken.room)) === undefined) return
  const message = await client.message(spoken.room, spoken.id)
  if (message?.body.kind !== 'text')
    ledger.violate('promiseForgotten', `${life.name}: ${spoken.text} is ${message?.body.kind ?? 'gone'}`)
}
