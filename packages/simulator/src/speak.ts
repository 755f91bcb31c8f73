import type { MessageId, RoomId } from '@rushlight/protocol'
import type { DeviceHost } from './device-host.ts'
import { CANARY } from './ledger.ts'
import type { World } from './world.ts'

export type SpokenTimers = { readonly expireMs?: number; readonly burnMs?: number }

/** Says something at a device, and writes into the book what was promised. `undefined`: nobody was promised anything. */
export async function speak(
  { ledger }: World,
  { client, life }: Pick<DeviceHost, 'client' | 'life'>,
  { room, ...timers }: SpokenTimers & { readonly room: RoomId },
): Promise<MessageId | undefined> {
  if (client === undefined || life === undefined) return undefined
  const number = ledger.nextNumber(life, room)
  const text = `${CANARY} ${life.name} ${number} ${room.slice(0, 4)}`
  // It may become durable and the process die before it can say so.
  const sent = await client.send(room, { text, ...timers })
  if (sent.kind !== 'queued') return undefined
  const message = await client.message(room, sent.id)
  const ends = { expiresAt: message?.expiresAt, burnMs: message?.burnAfterMs }
  const spoken = { id: sent.id, room, author: life.account, by: life.name, number, text, ...ends }
  ledger.spoken.set(sent.id, { ...spoken, acceptedSeq: undefined, isTakenBack: false, isResent: false })
  return sent.id
}
