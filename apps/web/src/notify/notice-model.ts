import type { MessageView, RoomView } from '@rushlight/core'
import type { NotificationLevel } from '../preferences/preferences.ts'

export type Notice =
  | { readonly kind: 'bare' }
  | { readonly kind: 'name'; readonly room: string }
  | { readonly kind: 'text'; readonly room: string; readonly text: string }

export type Situation = {
  readonly level: NotificationLevel
  readonly message: MessageView
  readonly room: RoomView
  /** The user looks at this page. */
  readonly isLooking: boolean
  readonly now: number
}

/** What a notification may tell of a new message; `undefined`: there is none. */
export function noticeOf({ level, message, room, isLooking, now }: Situation): Notice | undefined {
  if (level === 'off' || isLooking || message.isOwn || message.body.kind !== 'text') return undefined
  if (message.readAt !== undefined || (room.mutedUntil ?? 0) > now) return undefined
  // Who asks to talk gets no word onto the screen before the user has said yes.
  if (level === 'bare' || room.standing !== 'joined') return { kind: 'bare' }
  if (level === 'name' || message.burnAfterMs !== undefined) return { kind: 'name', room: room.title }
  return { kind: 'text', room: room.title, text: message.body.text }
}
