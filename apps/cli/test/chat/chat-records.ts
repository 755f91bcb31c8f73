/** Records as a profile would give them, for what is shown of them. */
import type { LineRecord, MessageRecord, RoomRecord } from '../../src/records/records.ts'

export const NOW: number = Date.UTC(2026, 0, 5, 12)

export function room(id: string, more: Partial<RoomRecord> = {}): RoomRecord {
  return {
    type: 'room',
    id,
    kind: 'direct',
    title: id,
    standing: 'joined',
    members: ['alice', id],
    moderators: [],
    invitedBy: undefined,
    unread: 0,
    pending: 0,
    devices: 2,
    postQuantum: true,
    expireMs: 600_000,
    burnMs: undefined,
    activeAt: NOW,
    ...more,
  }
}

type LineParts = {
  readonly message?: Partial<MessageRecord>
  readonly line?: Partial<LineRecord>
}

export function line(id: string, { message = {}, line = {} }: LineParts = {}): LineRecord {
  return {
    message: {
      type: 'message',
      id,
      room: 'bobby',
      title: 'bobby',
      from: 'bobby',
      text: `text of ${id}`,
      sentAt: NOW - 1000,
      expiresAt: undefined,
      burnAfterMs: undefined,
      files: [],
      ...message,
    },
    receipt: undefined,
    event: undefined,
    what: 'text',
    own: false,
    readAt: undefined,
    endsAt: undefined,
    cursor: id,
    ...line,
  }
}
