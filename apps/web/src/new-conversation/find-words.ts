import { t } from '@lingui/core/macro'
import type { FoundAccount } from '@rushlight/core'
import { wireErrorWords } from '../words/wire-words.ts'

/** Why a person could not be found, and what to do. */
export function notFoundWords(found: Exclude<FoundAccount, { kind: 'found' }>, locale: string): string {
  switch (found.kind) {
    case 'notAName':
      return t`That is not a name. Names look like alice, or alice@chat.example.org.`
    case 'otherProvider':
      return t`That name is on another server, which this one does not talk to yet.`
    case 'unreachable':
      return t`No connection to the server. Try again in a moment.`
    case 'refused':
      if (found.error.code === 'unknownAccount')
        return t`Nobody here has that name. Check the spelling, or ask for their link.`
      return wireErrorWords(found.error, locale)
  }
}
