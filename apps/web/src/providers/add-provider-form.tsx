import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { useApp, useObserved } from '../app/app-context.ts'
import { Button } from '../parts/button.tsx'
import { Section } from '../parts/pane.tsx'
import { TextField } from '../parts/text-field.tsx'
import { toasts } from '../parts/toasts.tsx'
import { notChangedWords, wantsInvitation } from './provider-words.ts'
import { useChanging } from './use-changing.ts'

/** An address, or the link that somebody shared who runs a server: then only that server is taken, and nobody in its place. */
export function AddProviderForm(): ReactNode {
  const { t, i18n } = useLingui()
  const { engine, model } = useApp()
  const { adoptLink } = useObserved(model.brought)
  const [address, setAddress] = useState(adoptLink ?? '')
  const [invitation, setInvitation] = useState('')
  const { isBusy, changed, run } = useChanging()
  const needsInvitation = wantsInvitation(changed)

  async function add(event: FormEvent): Promise<void> {
    event.preventDefault()
    const wanted = invitation === '' ? { address } : { address, invitation }
    const { kind } = await run(() => engine.call('addProvider', wanted))
    if (kind !== 'done') return
    model.brought.set({ ...model.brought.value, adoptLink: undefined })
    setAddress('')
    setInvitation('')
    toasts.add({ description: t`Your account lives there now, too.` })
  }

  return (
    <Section title={t`Add a provider`}>
      <form className="space-y-3 py-3" onSubmit={(event) => void add(event)}>
        <TextField
          label={t`Address or link`}
          hint={
            <Trans>
              Who runs it sees when you are online and from which network address, and how much comes for you. Nobody
              there can read what you write.
            </Trans>
          }
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="https://chat.example.org"
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
          error={changed === undefined ? undefined : notChangedWords(changed, i18n.locale)}
        />
        {needsInvitation && (
          <TextField
            label={t`Invitation`}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={invitation}
            onChange={(event) => setInvitation(event.currentTarget.value)}
          />
        )}
        <Button type="submit" tone="primary" className="w-full" isBusy={isBusy} disabled={address.trim() === ''}>
          <Trans>Add</Trans>
        </Button>
      </form>
    </Section>
  )
}
