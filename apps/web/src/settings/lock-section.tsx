import { Trans, useLingui } from '@lingui/react/macro'
import { Lock } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { ERASE_AFTER_TRIES } from '@rushlight/protocol'
import { useApp, usePreferences, useSession } from '../app/app-context.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/dialog.tsx'
import { Section } from '../parts/pane.tsx'
import { SwitchRow } from '../parts/switch-row.tsx'
import { longSpan } from '../time/time-words.ts'
import { Choice } from './choice.tsx'

const SECOND_MS = 1000
const MINUTE_MS: number = 60 * SECOND_MS
const MINUTES = ['0', '5', '15', '60'] as const
const HIDDEN_SECONDS = ['0', '10', '60', '300'] as const

export function LockSection(): ReactNode {
  const { t, i18n } = useLingui()
  const { engine, preferences } = useApp()
  const { storage } = useSession()
  const { isKept, lockAfterMinutes, lockHiddenAfterSeconds } = usePreferences()
  // A window that keeps nothing has nothing to unlock again.
  if (storage === 'memory') return undefined
  const hidden = HIDDEN_SECONDS.find((seconds) => Number(seconds) === lockHiddenAfterSeconds) ?? '0'
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
      <Choice
        legend={t`Lock by itself when it is out of sight for`}
        choices={HIDDEN_SECONDS.map((id) => ({
          id,
          name: id === '0' ? t`Never` : longSpan(Number(id) * SECOND_MS, i18n.locale),
        }))}
        chosen={hidden}
        onChoose={(id) => preferences.change({ lockHiddenAfterSeconds: Number(id) })}
      />
      <EraseAfter />
      <div className="py-3">
        <Button className="w-full" onClick={() => void engine.call('lock')}>
          <Lock aria-hidden size={17} />
          <Trans>Lock now</Trans>
        </Button>
      </div>
    </Section>
  )
}

/** Asked about before it is switched on: it cannot be undone by whoever has forgotten the password. */
function EraseAfter(): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const [tries, setTries] = useState(0)
  const [isAsking, setAsking] = useState(false)
  useEffect(() => {
    void engine.call('erasesAfter').then(setTries, () => undefined)
  }, [engine])

  async function choose(next: number): Promise<void> {
    setAsking(false)
    await engine.call('setEraseAfter', next)
    setTries(await engine.call('erasesAfter'))
  }

  return (
    <>
      <SwitchRow
        label={t`Erase everything after ${ERASE_AFTER_TRIES} wrong passwords`}
        effect={<Trans>Each wrong password makes the next one wait longer, whether this is on or not.</Trans>}
        isOn={tries > 0}
        onChange={(next) => (next ? setAsking(true) : void choose(0))}
      />
      <Confirm
        title={t`Erase after ${ERASE_AFTER_TRIES} wrong passwords?`}
        text={t`Whoever types ${ERASE_AFTER_TRIES} wrong passwords in a row, be it you, a child or a thief, erases everything in this browser. Messages that are only here are gone then, and nobody can bring them back.`}
        action={t`Switch on`}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => void choose(ERASE_AFTER_TRIES)}
      />
    </>
  )
}
