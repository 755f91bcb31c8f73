import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { RoomView } from '@rushlight/core'
import { useApp } from '../app/app-context.ts'
import { Button } from '../parts/button.tsx'
import { toasts } from '../parts/toasts.tsx'
import { TimerChips } from './timer-chips.tsx'
import { BURN_CHOICES_MS, EXPIRE_CHOICES_MS, isSameTimers, timersShown } from './timer-model.ts'
import type { ChosenTimers, TimerChoice } from './timer-model.ts'

/** The timers of a whole conversation: for what everybody sends from now on. */
export function RoomTimersForm({ room }: { readonly room: RoomView }): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const { expireMs, burnMs } = room.timers
  const [choice, setChoice] = useState<TimerChoice>()
  const wanted = timersShown({ expireMs, burnMs }, choice)
  const choose = (chosen: ChosenTimers): void => setChoice({ instead: { expireMs, burnMs }, chosen })

  async function apply(): Promise<void> {
    const timers = {
      ...(wanted.expireMs === undefined ? {} : { expireMs: wanted.expireMs }),
      ...(wanted.burnMs === undefined ? {} : { burnMs: wanted.burnMs }),
    }
    const changed = await engine
      .call('changeRoom', room.id, { kind: 'timers', timers })
      .catch(() => 'notInRoom' as const)
    toasts.add({
      description:
        changed === 'queued' ? t`The timers are being changed for everybody.` : t`The timers could not be changed.`,
    })
  }

  return (
    <div className="space-y-4">
      <TimerChips
        legend={t`Expires after sending`}
        clock="expiry"
        choices={EXPIRE_CHOICES_MS}
        chosen={wanted.expireMs}
        onChoose={(ms) => choose({ ...wanted, expireMs: ms })}
      />
      <TimerChips
        legend={t`Burns after reading`}
        clock="burn"
        choices={BURN_CHOICES_MS}
        chosen={wanted.burnMs}
        none={t`Does not burn`}
        onChoose={(ms) => choose({ ...wanted, burnMs: ms })}
      />
      <Button
        tone="primary"
        className="w-full"
        disabled={isSameTimers(wanted, { expireMs, burnMs })}
        onClick={() => void apply()}
      >
        <Trans>Set for everybody</Trans>
      </Button>
    </div>
  )
}
