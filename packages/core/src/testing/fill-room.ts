import { composeContent, encodeContent } from '@rushlight/protocol'
import type { RoomId } from '@rushlight/protocol'
import { Client } from '../engine/client.ts'
import { idOf } from '../message/take-content.ts'
import { putMessage, putSeen, seenName, seenUntil } from '../message/write-message.ts'

const SALT_BYTES = 16
const PER_STEP = 500

/** As many lines as years of talk leave behind: written straight into the vault, since saying them would take a day. */
export async function fillRoom(client: Client, room: RoomId, texts: readonly string[]): Promise<void> {
  const core = Client.coreOf(client)
  const begun = core.now() - texts.length
  for (let from = 0; from < texts.length; from += PER_STEP) {
    await core.roomAt(room).actor.run(async (step) => {
      const { account } = core.self
      for (const [index, text] of texts.slice(from, from + PER_STEP).entries()) {
        const acceptedAt = begun + from + index
        const message = { kind: 'text', text, files: [], previews: [] } as const
        const content = composeContent({ message, timers: {} }, core.crypto.randomBytes(SALT_BYTES))
        const encoded = encodeContent(content)
        const id = idOf(step, account.id, { encoded, content })
        const place = { room, at: acceptedAt, seq: 0, sub: 0 }
        const said = { sender: account.id, isOwn: true, sentAt: acceptedAt, expiresAt: core.now() + EXPIRE_MS } as const
        putSeen(step, seenName(step, id), { keptUntil: seenUntil(said) })
        const body = { kind: 'content', encoded } as const
        putMessage(step, place, {
          format: 1,
          id,
          ...said,
          body,
          place: { seq: 0, acceptedAt },
          readBy: [],
          readers: [],
        })
      }
    })
  }
}

const EXPIRE_MS: number = 30 * 86_400_000
