import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useObserved, useSession } from '../app/app-context.ts'
import { Section } from '../parts/pane.tsx'
import { ComingProgress } from './coming-progress.tsx'
import { SpanChoice } from './span-choice.tsx'

/** What was said before this device came; and what other devices are given from here. */
export function HistorySection(): ReactNode {
  const { t } = useLingui()
  const session = useSession()
  const state = useObserved(session.history)
  const others = useObserved(session.devices).length - 1
  if (state === undefined || others < 1) return undefined
  const { giving } = state.history
  const lines = giving.reduce((sum, gift) => sum + gift.lines, 0)
  const linesDone = giving.reduce((sum, gift) => sum + gift.linesDone, 0)
  return (
    <Section title={t`What was said before`}>
      <div className="py-2 text-sm text-ink-soft">
        <p>
          <Trans>
            Get it from another of your devices, encrypted so that only your devices can read it. What is over or was
            deleted does not come.
          </Trans>
        </p>
        <SpanChoice />
        <ComingProgress />
        {giving.length > 0 && (
          <p role="status">
            <Trans>
              Going to another of your devices: {linesDone} of {lines}
            </Trans>
          </p>
        )}
      </div>
    </Section>
  )
}
