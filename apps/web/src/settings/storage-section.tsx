import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { askPersistence, viewStorage } from '@rushlight/platform-browser'
import type { StorageView } from '@rushlight/platform-browser'
import { Button } from '../parts/button.tsx'
import { Section } from '../parts/pane.tsx'

const MIB: number = 1024 * 1024

export function StorageSection(): ReactNode {
  const { t, i18n } = useLingui()
  const [view, setView] = useState<StorageView | undefined>(undefined)
  useEffect(() => void viewStorage().then(setView), [])
  if (view === undefined) return undefined
  const format = new Intl.NumberFormat(i18n.locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 })
  const used = format.format(view.usedBytes / MIB)
  return (
    <Section title={t`Storage`}>
      <div className="space-y-3 py-3">
        <p>
          <Trans>Rushlight uses {used} of this device, all of it encrypted.</Trans>
        </p>
        {view.isPersistent ? (
          <p className="text-sm text-ink-soft">
            <Trans>The browser keeps it until you erase it.</Trans>
          </p>
        ) : (
          <>
            <p className="text-sm text-ink-soft">
              <Trans>
                The browser may erase it when it needs room. Then you sign in again; what was said before and is nowhere
                else is gone.
              </Trans>
            </p>
            <Button
              onClick={() => {
                void askPersistence().then(viewStorage).then(setView)
              }}
            >
              <Trans>Ask the browser to keep it</Trans>
            </Button>
          </>
        )}
      </div>
    </Section>
  )
}
