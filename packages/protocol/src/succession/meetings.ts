import { MEETING_SECRET_KEPT_MS, MEETING_SECRET_RENEWED_MS, MEETING_SECRETS_MAX } from '../limits.ts'
import type { MeetingSecret } from '../room/welcome-bundle.ts'

/**
 * Which meeting secrets a device has (R19, `spec/survival.md` §6). Not one for each epoch: whoever was away for weeks has to find
 * one that the others have still. What ends early is a removal, so that the removed read no further.
 */
export function isMeetingDue(
  meetings: readonly MeetingSecret[],
  at: { readonly now: number; readonly removes: boolean },
): boolean {
  const last = meetings.at(-1)
  return at.removes || last === undefined || last.madeAt + MEETING_SECRET_RENEWED_MS <= at.now
}

/** Of those, oldest first, the ones that are still used. */
export function keptMeetings(meetings: readonly MeetingSecret[], now: number): readonly MeetingSecret[] {
  return meetings.filter(({ madeAt }) => madeAt + MEETING_SECRET_KEPT_MS > now).slice(-MEETING_SECRETS_MAX)
}
