import { Popover } from '@base-ui/react/popover'
import { Tabs } from '@base-ui/react/tabs'
import { Trans, useLingui } from '@lingui/react/macro'
import { Flame, Hourglass } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RoomView } from '@rushlight/core'
import { mayChangeTimers } from '../room-details/room-rights-model.ts'
import { classes } from '../parts/class-names.ts'
import { longSpan, narrowSpan } from '../time/time-words.ts'
import { RoomTimersForm } from './room-timers-form.tsx'
import { TimerChips } from './timer-chips.tsx'
import { BURN_CHOICES_MS, EXPIRE_CHOICES_MS } from './timer-model.ts'
import type { ChosenTimers } from './timer-model.ts'

export type TimerButtonProps = {
  readonly room: RoomView
  /** For the next message; undefined: as the room. */
  readonly chosen: ChosenTimers
  readonly onChoose: (chosen: ChosenTimers) => void
}

/** Shows what the next message will live by; opens what changes it, for this message or for the room. */
export function TimerButton({ room, chosen, onChoose }: TimerButtonProps): ReactNode {
  const { t, i18n } = useLingui()
  const expireMs = chosen.expireMs ?? room.timers.expireMs
  const burnMs = chosen.burnMs ?? room.timers.burnMs
  const isOwn = chosen.expireMs !== undefined || chosen.burnMs !== undefined
  const expiry = expireMs === undefined ? t`no expiry` : longSpan(expireMs, i18n.locale)
  const burn = burnMs === undefined ? t`no burn` : longSpan(burnMs, i18n.locale)
  return (
    <Popover.Root>
      <Popover.Trigger
        className={classes(
          'flex h-11 min-w-11 flex-none flex-col items-center justify-center rounded-2xl px-2 text-[0.6875rem] leading-[0.9rem] font-medium tabular-nums',
          isOwn ? 'bg-flame-soft text-flame-ink' : 'text-ink-soft hover:bg-hover hover:text-ink',
        )}
      >
        <span className="sr-only">{t`Timers: expires after ${expiry}, burn on read: ${burn}`}</span>
        <span aria-hidden className="flex items-center gap-0.5">
          <Hourglass size={12} />
          {expireMs === undefined ? '∞' : narrowSpan(expireMs, i18n.locale)}
        </span>
        <span aria-hidden className={classes('flex items-center gap-0.5', burnMs !== undefined && 'text-ember-ink')}>
          <Flame size={12} />
          {burnMs === undefined ? '–' : narrowSpan(burnMs, i18n.locale)}
        </span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner side="top" align="start" sideOffset={8} className="z-50">
          <Popover.Popup className="pop-motion max-h-(--available-height) w-[min(23rem,calc(100vw-1rem))] overflow-y-auto rounded-2xl border border-line bg-raised p-4 shadow-pop outline-none">
            <Popover.Title className="sr-only">{t`Timers`}</Popover.Title>
            <TimerTabs room={room} chosen={chosen} onChoose={onChoose} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

const TAB =
  'flex-1 rounded-lg px-3 py-2 text-sm font-medium text-ink-soft data-active:bg-raised data-active:text-ink data-active:shadow-bubble'

function TimerTabs({ room, chosen, onChoose }: TimerButtonProps): ReactNode {
  return (
    <Tabs.Root defaultValue="message">
      <Tabs.List className="mb-4 flex gap-1 rounded-xl bg-sunken p-1">
        <Tabs.Tab value="message" className={TAB}>
          <Trans>Next message</Trans>
        </Tabs.Tab>
        <Tabs.Tab value="room" className={TAB}>
          <Trans>Whole conversation</Trans>
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="message">
        <MessageTimers room={room} chosen={chosen} onChoose={onChoose} />
      </Tabs.Panel>
      <Tabs.Panel value="room">
        {mayChangeTimers(room) ? (
          <RoomTimersForm room={room} />
        ) : (
          <p className="text-sm text-ink-soft">
            <Trans>Moderators set the timers of this room. You can give your next message shorter ones.</Trans>
          </p>
        )}
      </Tabs.Panel>
    </Tabs.Root>
  )
}

function MessageTimers({ room, chosen, onChoose }: TimerButtonProps): ReactNode {
  const { t } = useLingui()
  return (
    <div className="space-y-4">
      <TimerChips
        legend={t`Expires after sending`}
        clock="expiry"
        choices={EXPIRE_CHOICES_MS}
        chosen={chosen.expireMs}
        none={t`As the conversation`}
        onChoose={(expireMs) => onChoose({ ...chosen, expireMs })}
      />
      <TimerChips
        legend={t`Burns after reading`}
        clock="burn"
        choices={BURN_CHOICES_MS}
        chosen={chosen.burnMs}
        none={room.timers.burnMs === undefined ? t`Does not burn` : t`As the conversation`}
        onChoose={(burnMs) => onChoose({ ...chosen, burnMs })}
      />
      <p className="text-[0.8125rem] text-ink-soft">
        <Trans>The earlier one counts. Nobody can stop somebody from taking a photograph.</Trans>
      </p>
    </div>
  )
}
