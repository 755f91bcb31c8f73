import { t } from '@lingui/core/macro'
import type { ProvidersChanged, ProviderView } from '@rushlight/core'
import { wireErrorWords } from '../words/wire-words.ts'

/** Whether it answers, and what it says if it does not let the account in. */
export function stateWords({ state, refusal, failedSince }: ProviderView): string {
  if (refusal === 'invitationNeeded') return t`It wants an invitation.`
  if (refusal === 'registrationClosed') return t`It takes nobody new.`
  if (state === 'online') return t`Connected`
  return failedSince === undefined ? t`Connecting …` : t`Does not answer`
}

/** Why nothing has changed; `undefined`: it has. */
export function notChangedWords(changed: ProvidersChanged, locale: string): string | undefined {
  switch (changed.kind) {
    case 'done':
      return undefined
    case 'notAnAddress':
      return t`That is no address of a provider. It begins with https:// and has nothing behind the name.`
    case 'otherKey':
      return t`Whoever answers there is not the provider that the link was made by. Nothing was changed: ask again for the link.`
    case 'known':
      return t`Your account lives there already.`
    case 'unknown':
      return t`Your account does not live there any more.`
    case 'tooMany':
      return t`Your account lives at four providers, and that is all it can. Remove one first.`
    case 'last':
      return t`Your account has to live somewhere. Add another provider first.`
    case 'refused':
      return wireErrorWords(changed.error, locale)
    case 'unreachable':
      return t`That provider does not answer now. Nothing was changed.`
  }
}

/** Whether another try with an invitation would help. */
export function wantsInvitation(changed: ProvidersChanged | undefined): boolean {
  return changed?.kind === 'refused' && changed.error.code === 'invitationNeeded'
}
