import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { HistorySpan } from '@rushlight/core'
import { useApp } from '../app/app-context.ts'
import { Button } from '../parts/button.tsx'

const MONTH_MS: number = 30 * 24 * 60 * 60 * 1000

/** How far back: three answers, each of which can be given another time as well. */
export function SpanChoice(): ReactNode {
  const { engine } = useApp()
  const ask = (span: HistorySpan): void => void engine.call('askHistory', span)
  return (
    <div className="flex flex-wrap gap-2 py-2">
      <Button tone="primary" onClick={() => ask({ ms: MONTH_MS })}>
        <Trans>The last 30 days</Trans>
      </Button>
      <Button onClick={() => ask('all')}>
        <Trans>Everything</Trans>
      </Button>
      <Button tone="plain" onClick={() => ask('nothing')}>
        <Trans>Nothing</Trans>
      </Button>
    </div>
  )
}
