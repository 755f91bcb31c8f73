import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useRouter } from '@tanstack/react-router'
import { useApp, useObserved, useSession } from '../app/app-context.ts'
import { Confirm } from '../parts/dialog.tsx'
import { Pane, Section } from '../parts/pane.tsx'
import { AddProviderForm } from './add-provider-form.tsx'
import { ProviderRow } from './provider-row.tsx'
import { notChangedWords } from './provider-words.ts'
import { useChanging } from './use-changing.ts'

/** Where the account lives: several providers in order, so that none of them can be the end of it. */
export function ProvidersScreen(): ReactNode {
  const { t, i18n } = useLingui()
  const router = useRouter()
  const providers = useObserved(useSession().providers)
  const { isBusy, changed, run } = useChanging()
  const fault = changed === undefined ? undefined : notChangedWords(changed, i18n.locale)
  const { engine } = useApp()
  const [leaving, setLeaving] = useState<string | undefined>(undefined)
  const name = leaving ?? ''
  return (
    <Pane title={t`Providers`} onBack={() => void router.navigate({ to: '/settings' })}>
      <p className="mb-5 px-1 text-sm text-ink-soft">
        <Trans>
          Your account can live at several providers at once. Others try them in this order. If one is gone, everything
          goes on at the next, with nobody doing anything.
        </Trans>
      </p>
      <Section title={t`In this order`}>
        <ol aria-label={t`Your providers`} className="divide-y divide-line">
          {providers.map((provider, place) => (
            <ProviderRow
              key={provider.name}
              provider={provider}
              isLast={place === providers.length - 1}
              isBusy={isBusy}
              onMove={(by) => void run(() => engine.call('moveProvider', provider.name, by))}
              onRemove={() => setLeaving(provider.name)}
            />
          ))}
        </ol>
        {fault !== undefined && (
          <p role="alert" className="pb-3 text-sm text-danger">
            {fault}
          </p>
        )}
      </Section>
      <AddProviderForm />
      <Confirm
        title={t`Leave ${name}?`}
        text={t`Your mailbox there is closed, and others no longer look for you there. Your conversations stay. It need not agree.`}
        action={t`Leave it`}
        isOpen={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        onConfirm={() => {
          setLeaving(undefined)
          void run(() => engine.call('removeProvider', name))
        }}
      />
    </Pane>
  )
}
