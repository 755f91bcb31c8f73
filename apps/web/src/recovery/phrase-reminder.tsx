import { Link } from '@tanstack/react-router'
import { Trans, useLingui } from '@lingui/react/macro'
import { KeyRound, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { useApp, useObserved, usePreferences } from '../app/app-context.ts'
import { Banner } from '../parts/banner.tsx'
import { Observable } from '../session/observable.ts'

/** Whether this tab has seen the phrase confirmed. */
const confirmed: Observable<boolean> = new Observable(false)

export function tellPhraseKept(): void {
  confirmed.set(true)
}

/** Gently, until the phrase is written down or somebody does not want to hear of it. */
export function PhraseReminder(): ReactNode {
  const { t } = useLingui()
  const { engine, preferences } = useApp()
  const { remindsOfPhrase } = usePreferences()
  const isConfirmed = useObserved(confirmed)
  const [isUnwritten, setUnwritten] = useState(false)
  useEffect(() => {
    void engine.call('phraseState').then(
      (state) => setUnwritten(state === 'unwritten'),
      () => undefined,
    )
  }, [engine])
  if (!remindsOfPhrase || !isUnwritten || isConfirmed) return undefined
  return (
    <Banner icon={<KeyRound size={16} />}>
      <span className="flex flex-wrap items-baseline gap-x-3">
        <Trans>A forgotten password and a lost device: only a recovery phrase brings your account back then.</Trans>
        <Link to="/phrase" className="font-medium text-flame-ink underline">
          <Trans>Write it down</Trans>
        </Link>
        <button
          type="button"
          aria-label={t`Do not remind me`}
          title={t`Do not remind me`}
          className="ms-auto inline-grid size-6 place-items-center rounded-md hover:bg-hover"
          onClick={() => preferences.change({ remindsOfPhrase: false })}
        >
          <X aria-hidden size={15} />
        </button>
      </span>
    </Banner>
  )
}
