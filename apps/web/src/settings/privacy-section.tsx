import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { useApp, useObserved, useSession } from '../app/app-context.ts'
import { Section } from '../parts/pane.tsx'
import { SwitchRow } from '../parts/switch-row.tsx'

export function PrivacySection(): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const blocked = useObserved(useSession().contacts).filter(({ isBlocked }) => isBlocked)
  const [isOn, setOn] = useState(true)
  useEffect(() => {
    void engine.call('settings').then(
      ({ readReceipts }) => setOn(readReceipts),
      () => undefined,
    )
  }, [engine])
  return (
    <Section title={t`Privacy`}>
      <SwitchRow
        label={t`Read receipts`}
        effect={
          <Trans>
            Others see that you have read their messages. What burns on reading is always reported, since it has to be
            erased for its author, too.
          </Trans>
        }
        isOn={isOn}
        onChange={(next) => {
          setOn(next)
          void engine.call('setReadReceipts', next)
        }}
      />
      {blocked.length > 0 && (
        <div className="border-t border-line py-3">
          <p className="font-medium">
            <Trans>Blocked people</Trans>
          </p>
          <ul className="mt-1">
            {blocked.map(({ account, handle }) => (
              <li key={account} className="flex items-center justify-between gap-3">
                <span className="truncate">{handle}</span>
                <button
                  type="button"
                  className="min-h-11 px-2 text-sm font-medium text-flame-ink"
                  onClick={() => void engine.call('unblock', account)}
                >
                  <Trans>Unblock {handle}</Trans>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Section>
  )
}
