import { Trans, useLingui } from '@lingui/react/macro'
import { ArrowDown, ArrowUp, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ProviderView } from '@rushlight/core'
import { IconButton } from '../parts/button.tsx'
import { classes } from '../parts/class-names.ts'
import { stateWords } from './provider-words.ts'

export type ProviderRowProps = {
  readonly provider: ProviderView
  readonly isLast: boolean
  readonly isBusy: boolean
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}

/** One server: what it is called, whether it answers, and what can be done with it. */
export function ProviderRow({ provider, isLast, isBusy, onMove, onRemove }: ProviderRowProps): ReactNode {
  const { t } = useLingui()
  const { name, isFirst, isOperator } = provider
  return (
    <li className="flex flex-wrap items-center gap-x-1 py-2">
      <div className="min-w-40 flex-1 py-1">
        <p className="font-medium break-all">{name}</p>
        <p className="mt-0.5 flex items-center gap-2 text-sm text-ink-soft">
          <span aria-hidden className={classes('size-2 flex-none rounded-full', dotOf(provider))} />
          {stateWords(provider)}
          {isOperator && (
            <span>
              · <Trans>You run it</Trans>
            </span>
          )}
        </p>
      </div>
      <div className="ms-auto flex">
        <IconButton label={t`Move ${name} up`} disabled={isFirst || isBusy} onClick={() => onMove(-1)}>
          <ArrowUp size={18} />
        </IconButton>
        <IconButton label={t`Move ${name} down`} disabled={isLast || isBusy} onClick={() => onMove(1)}>
          <ArrowDown size={18} />
        </IconButton>
        <IconButton label={t`Leave ${name}`} disabled={(isFirst && isLast) || isBusy} onClick={onRemove}>
          <X size={18} />
        </IconButton>
      </div>
    </li>
  )
}

function dotOf({ state, refusal, failedSince }: ProviderView): string {
  if (state === 'online') return 'bg-good'
  return failedSince === undefined && refusal === undefined ? 'bg-ink-soft' : 'bg-danger'
}
