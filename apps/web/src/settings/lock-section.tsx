import { Trans, useLingui } from '@lingui/react/macro'
import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { useApp, usePreferences, useSession } from '../app/app-context.ts'
import { Button } from '../parts/button.tsx'
import { Section } from '../parts/pane.tsx'
import { SwitchRow } from '../parts/switch-row.tsx'
import { longSpan } from '../time/time-words.ts'
import { Choice } from './choice.tsx'

const MINUTE_MS: number = 60 * 1000
const MINUTES = ['0', '5', '15', '60'] as const

export function LockSection(): ReactNode {
  const { t, i18n } = useLingui()
  const { engine, preferences } = useApp()
  const { storage } = useSession()
  const { isKept, lockAfterMinutes } = usePreferences()
  // A window that keeps nothing has nothing to unlock again.
  if (storage === 'memory') return undefined
  const chosen = MINUTES.find((minutes) => Number(minutes) === lockAfterMinutes) ?? '0'
  return (
    <Section title={t`Lock`}>
      <SwitchRow
        label={t`Keep me signed in on this device`}
        effect={
          <Trans>
            Rushlight opens without the password. Protects against whoever copies this disk, not against whoever uses
            this browser.
          </Trans>
        }
        isOn={isKept}
        onChange={(next) => {
          preferences.change({ isKept: next })
          void engine.call('setKept', next)
        }}
      />
      <Choice
        legend={t`Lock by itself when nobody touches it for`}
        choices={MINUTES.map((id) => ({
          id,
          name: id === '0' ? t`Never` : longSpan(Number(id) * MINUTE_MS, i18n.locale),
        }))}
        chosen={chosen}
        onChoose={(id) => preferences.change({ lockAfterMinutes: Number(id) })}
      />
      <div className="py-3">
        <Button className="w-full" onClick={() => void engine.call('lock')}>
          <Lock aria-hidden size={17} />
          <Trans>Lock now</Trans>
        </Button>
      </div>
    </Section>
  )
}
