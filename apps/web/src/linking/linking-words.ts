import { t } from '@lingui/core/macro'
import type { LinkFailure } from '@rushlight/core'

/** Why it came to nothing, and what to do now. */
export function linkFailureWords(failure: LinkFailure): string {
  switch (failure) {
    case 'notACode':
      return t`That is no code of a device. It looks like K7QF-2M9X, or is a whole link.`
    case 'occupied':
      return t`Another device has taken that code already. Have a new one shown.`
    case 'expired':
      return t`The code is over. Begin again on both devices.`
    case 'cancelled':
      return t`It was ended. Nothing was changed.`
    case 'unreachable':
      return t`The server does not answer. Try again when you are online.`
    case 'refused':
      return t`The other device refused.`
    case 'broken':
      return t`What came from the other device does not hold together. Begin again; if it stays so, somebody may stand between.`
  }
}
