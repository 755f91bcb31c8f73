import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useObserved, useSession } from '../app/app-context.ts'

/** How what was asked for comes, in words and as a bar. */
export function ComingProgress(): ReactNode {
  const { t } = useLingui()
  const coming = useObserved(useSession().history)?.history.coming
  if (coming === undefined) return undefined
  const { state, lines, linesDone, added } = coming
  if (state === 'asked')
    return (
      <p>
        <Trans>Asked. It comes as soon as one of your other devices is online: open Rushlight on it.</Trans>
      </p>
    )
  if (state === 'updateNeeded')
    return (
      <p>
        <Trans>Your history comes from a newer version. Reload this app, and ask again.</Trans>
      </p>
    )
  if (state === 'done')
    return (
      <p>
        <Trans>Your history is here. New on this device: {added}.</Trans>
      </p>
    )
  return (
    <div>
      <p>
        <Trans>
          Your history is on its way: {linesDone} of {lines}
        </Trans>
      </p>
      <progress
        aria-label={t`History brought over`}
        className="mt-1 w-full accent-flame"
        max={Math.max(1, lines)}
        value={linesDone}
      />
    </div>
  )
}
