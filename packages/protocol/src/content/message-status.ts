import { encodeWith, list, oneOf, parseWith, tuple } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { messageId } from '../ids/ids.ts'
import type { MessageId } from '../ids/ids.ts'
import { STATUS_REPORTS_MAX } from '../limits.ts'

/** What became of messages on a device: draft-mahy-mimi-message-status-01. An empty list only reports a head (R17). */
export type StatusReport = readonly [id: MessageId, status: MessageStatus]
export type MessageStatus = (typeof STATUSES)[number]

const STATUSES = ['unread', 'delivered', 'read', 'expired', 'deleted', 'hidden', 'error'] as const

const reportsCodec: Codec<readonly StatusReport[]> = list(
  tuple<StatusReport>(messageId.codec, oneOf(STATUSES)),
  STATUS_REPORTS_MAX,
)

export function encodeStatusReports(reports: readonly StatusReport[]): Uint8Array {
  return encodeWith(reportsCodec, reports)
}

export function parseStatusReports(bytes: Uint8Array): readonly StatusReport[] | undefined {
  return parseWith(reportsCodec, bytes)
}
