import { Trans } from '@lingui/react/macro'
import { History } from 'lucide-react'
import type { ReactNode } from 'react'
import { useObserved, useSession } from '../app/app-context.ts'
import { Banner } from '../parts/banner.tsx'
import { ComingProgress } from './coming-progress.tsx'
import { SpanChoice } from './span-choice.tsx'

/** On a device that has just come to an account that has others: asks once, then shows how it comes. */
export function HistoryOffer(): ReactNode {
  const state = useObserved(useSession().history)
  if (state === undefined) return undefined
  const { isOffered, coming } = state.history
  const isUnderWay = coming?.state === 'asked' || coming?.state === 'coming'
  if (!isOffered && !isUnderWay) return undefined
  return (
    <Banner icon={<History size={16} />}>
      {isOffered ? (
        <>
          <Trans>Bring your history over? Your other devices have what was said before this one came.</Trans>
          <SpanChoice />
        </>
      ) : (
        <ComingProgress />
      )}
    </Banner>
  )
}
