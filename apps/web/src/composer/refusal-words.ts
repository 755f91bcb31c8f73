import { t } from '@lingui/core/macro'
import type { DraftSent } from './send-draft.ts'

type Refused = Exclude<DraftSent, { kind: 'queued' }>

/** Why a message stays in the box. */
export function refusalWords(sent: Refused): string {
  if (sent.kind === 'failed') {
    return sent.isFull
      ? t`This device has no room left, so the message could not be kept. Free some space and send it again.`
      : t`The message could not be kept. Send it again.`
  }
  switch (sent.reason) {
    case 'tooLong':
      return t`That is too long for one message. Send it in parts.`
    case 'timers':
      return t`These timers are outside of what is possible.`
    case 'notInRoom':
      return t`You are not in this conversation any more.`
    case 'fileGone':
      return t`An attached file could not be read or kept. Attach it again.`
    case 'tooManyFiles':
      return t`That is too many files for one message. Send them in parts.`
    case 'empty':
      return t`There is nothing to send.`
  }
}
