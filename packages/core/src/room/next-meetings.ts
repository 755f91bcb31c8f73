import { EXPORTED_KEY_BYTES, exporter, logId, isMeetingDue, keptMeetings } from '@rushlight/protocol'
import type { LogId, MeetingSecret } from '@rushlight/protocol'
import { exportSecret } from '../group-crypto/mls/index.ts'
import type { Group } from '../group-crypto/mls/index.ts'

/** At an epoch: what was kept so far, the group, its log, and the hub's time. */
export type MeetingsAt = {
  readonly meetings: readonly MeetingSecret[]
  readonly group: Group
  readonly log: LogId
  readonly now: number
}

/** R19: a new one at every epoch that begins with a removal (or that one joins by), else after a week; kept 90 days. */
export function nextMeetings(
  { meetings, group, log, now }: MeetingsAt,
  isNewNeeded: boolean,
): readonly MeetingSecret[] {
  if (!isMeetingDue(meetings, { now, removes: isNewNeeded })) return keptMeetings(meetings, now)
  const secret = exportSecret(group, exporter.meeting, {
    context: logId.toBytes(log),
    length: EXPORTED_KEY_BYTES,
  })
  return keptMeetings([...meetings, { secret, madeAt: now }], now)
}
