import { t } from '@lingui/core/macro'
import type { Recovered, SignedIn, SignedUp } from '@rushlight/core'
import type { NotStored } from '../engine/engine-api.ts'
import { wireErrorWords } from '../words/wire-words.ts'

/** Beside which box the words belong. */
export type ArrivalFault = { readonly field: 'name' | 'password' | 'invitation' | 'form'; readonly text: string }

export type RecoveryFault = {
  readonly field: Exclude<ArrivalFault['field'], 'invitation'> | 'phrase'
  readonly text: string
}

/** Why somebody did not come back by the recovery phrase. */
export function recoveryFault(result: Recovered | NotStored, locale: string): RecoveryFault | undefined {
  if (result.kind === 'phrase') return { field: 'phrase', text: phraseWords(result.problem) }
  if (result.kind === 'refused' && result.error.code === 'wrongPhrase') {
    return { field: 'phrase', text: wireErrorWords(result.error, locale) }
  }
  if (result.kind === 'done') return undefined
  const fault = arrivalFault(result, locale)
  return fault && { field: fault.field === 'invitation' ? 'form' : fault.field, text: fault.text }
}

/** Why somebody did not get in, and what to do about it. */
export function arrivalFault(result: SignedUp | SignedIn | NotStored, locale: string): ArrivalFault | undefined {
  switch (result.kind) {
    case 'done':
      return undefined
    case 'unreachable':
      return {
        field: 'form',
        text: t`The server does not answer. Check your connection and try again; nothing was begun.`,
      }
    case 'noBackup':
      return {
        field: 'form',
        text: t`The password is right, but the server has no backup of this account that it opens. Use another device of yours.`,
      }
    case 'notStored':
      return { field: 'form', text: notStoredWords(result.failure) }
    case 'refused': {
      const text = wireErrorWords(result.error, locale)
      const { code } = result.error
      if (code === 'nameTaken' || code === 'nameReserved' || code === 'nameInvalid') return { field: 'name', text }
      if (code === 'wrongPassword') return { field: 'password', text }
      return { field: code === 'invitationNeeded' ? 'invitation' : 'form', text }
    }
  }
}

function notStoredWords(failure: NotStored['failure']): string {
  return failure === 'storageFull'
    ? t`This device has no room left. Free some space, then try again.`
    : t`The browser refused to store the vault. Leave private browsing or allow storage for this site, then try again.`
}

function phraseWords(problem: Extract<Recovered, { readonly kind: 'phrase' }>['problem']): string {
  switch (problem.kind) {
    case 'wrongCount':
      return t`There are 24 words; these are ${problem.count}.`
    case 'unknownWord':
      return t`Word ${problem.place} is none of the list. Compare it with your paper.`
    case 'wrongWords':
      return t`These words do not belong together: one is another, or two changed places. Compare them with your paper.`
  }
}
