import { Tooltip } from '@base-ui/react/tooltip'
import { Flame, Hourglass } from 'lucide-react'
import { Trans, useLingui } from '@lingui/react/macro'
import type { CSSProperties, ReactNode } from 'react'
import { fullTime, longSpan, narrowSpan } from '../time/time-words.ts'
import { useNow } from '../time/use-now.ts'
import { classes } from '../parts/class-names.ts'
import { fuseOf, isLit, untilNextStepMs } from './fuse-model.ts'
import type { Fuse, Mortal } from './fuse-model.ts'
import { fuseLabel } from './fuse-words.ts'

const LAST_MINUTE_MS: number = 60 * 1000

/** The cord beside a message. Says nothing to screen readers: the words beside the time do. */
export function FuseCord({ message }: { readonly message: Mortal }): ReactNode {
  const fuse = useFuse(message)
  if (fuse === undefined) return undefined
  const style: CSSProperties & { readonly '--left': number } = { '--left': fuse.left }
  return (
    <span
      aria-hidden
      className="fuse"
      data-lit={isLit(fuse)}
      data-last-minute={isLit(fuse) && fuse.leftMs <= LAST_MINUTE_MS}
      style={style}
    >
      <span className="fuse-ember" />
    </span>
  )
}

/** Both clocks in words, beside the time of a message. */
export function FuseWords({ message }: { readonly message: Mortal }): ReactNode {
  const { i18n } = useLingui()
  const fuse = useFuse(message)
  if (fuse === undefined) return undefined
  const isLast = isLit(fuse) && fuse.leftMs <= LAST_MINUTE_MS
  return (
    <Tooltip.Root>
      <Tooltip.Trigger
        delay={300}
        render={<span />}
        role="note"
        aria-label={fuseLabel(fuse, i18n.locale)}
        className={classes('inline-flex items-center gap-1.5 tabular-nums', isLast && 'font-semibold text-ember-ink')}
      >
        {fuse.expiryLeftMs !== undefined && (
          <span aria-hidden className="inline-flex items-center gap-0.5">
            <Hourglass size={11} />
            {narrowSpan(fuse.expiryLeftMs, i18n.locale)}
          </span>
        )}
        {fuse.burn !== undefined && (
          <span aria-hidden className="inline-flex items-center gap-0.5">
            <Flame size={11} className={fuse.burn.kind === 'burning' ? 'text-ember-ink' : ''} />
            {narrowSpan(fuse.burn.kind === 'burning' ? fuse.burn.leftMs : fuse.burn.afterMs, i18n.locale)}
          </span>
        )}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className="z-50">
          <Tooltip.Popup className="pop-motion max-w-64 rounded-lg bg-ink px-3 py-2 text-sm text-page shadow-pop">
            <FuseExplained fuse={fuse} message={message} />
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}

function FuseExplained({ fuse, message }: { readonly fuse: Fuse; readonly message: Mortal }): ReactNode {
  const { i18n } = useLingui()
  const { burn } = fuse
  const expiresAt = message.expiresAt === undefined ? undefined : fullTime(message.expiresAt, i18n.locale)
  const burnSpan = burn === undefined ? '' : longSpan(burn.kind === 'waiting' ? burn.afterMs : burn.leftMs, i18n.locale)
  return (
    <div className="space-y-1">
      {expiresAt !== undefined && (
        <p>
          <Trans>Expires on {expiresAt}.</Trans>
        </p>
      )}
      {burn?.kind === 'burning' && (
        <p>
          <Trans>Was read: burns in {burnSpan}.</Trans>
        </p>
      )}
      {burn?.kind === 'waiting' && (
        <p>
          {message.isOwn ? (
            <Trans>Burns {burnSpan} after a reader opens it, for that reader.</Trans>
          ) : (
            <Trans>Burns {burnSpan} after you read it.</Trans>
          )}
        </p>
      )}
      <p className="opacity-80">
        <Trans>The earlier one counts. A photograph of the screen outlives both.</Trans>
      </p>
    </div>
  )
}

/** Drawn again only as often as its words or its ember can be seen to move. */
function useFuse(message: Mortal): Fuse | undefined {
  const rough = fuseOf(message, Date.now())
  const now = useNow(untilNextStepMs(rough?.leftMs ?? Infinity))
  return fuseOf(message, now)
}
