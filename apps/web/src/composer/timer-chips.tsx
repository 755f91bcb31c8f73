import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { Button } from '../parts/button.tsx'
import { shortSpan } from '../time/time-words.ts'
import { parseSpan, withChosen } from './timer-model.ts'
import type { TimerUnit } from './timer-model.ts'

export type TimerChipsProps = {
  readonly legend: string
  readonly clock: 'expiry' | 'burn'
  readonly choices: readonly number[]
  readonly chosen: number | undefined
  /** What choosing none of them is called; absent: one has to be chosen. */
  readonly none?: string
  readonly onChoose: (ms: number | undefined) => void
}

export function TimerChips({ legend, clock, choices, chosen, none, onChoose }: TimerChipsProps): ReactNode {
  const { i18n } = useLingui()
  const group = useId()
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-semibold">{legend}</legend>
      <div className="flex flex-wrap gap-1.5">
        {none !== undefined && (
          <Chip group={group} label={none} isChosen={chosen === undefined} onChoose={() => onChoose(undefined)} />
        )}
        {withChosen(choices, chosen).map((ms) => (
          <Chip
            key={ms}
            group={group}
            label={shortSpan(ms, i18n.locale)}
            isChosen={ms === chosen}
            onChoose={() => onChoose(ms)}
          />
        ))}
      </div>
      <OwnSpan clock={clock} onChoose={onChoose} />
    </fieldset>
  )
}

type ChipProps = {
  readonly group: string
  readonly label: string
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function Chip({ group, label, isChosen, onChoose }: ChipProps): ReactNode {
  return (
    <label className="relative cursor-pointer">
      <input
        type="radio"
        name={group}
        checked={isChosen}
        onChange={onChoose}
        className="peer absolute inset-0 opacity-0"
      />
      <span className="block min-h-8 rounded-full border border-line-strong/50 px-3 py-1 text-sm peer-checked:border-flame peer-checked:bg-flame peer-checked:text-on-flame peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus">
        {label}
      </span>
    </label>
  )
}

function OwnSpan({ clock, onChoose }: Pick<TimerChipsProps, 'clock' | 'onChoose'>): ReactNode {
  const { t } = useLingui()
  const [isOpen, setOpen] = useState(false)
  const [count, setCount] = useState('')
  const [unit, setUnit] = useState<TimerUnit>('minute')
  const ms = parseSpan(count, unit, clock)
  if (!isOpen) {
    return (
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="mt-1.5 min-h-8 rounded-full px-3 text-sm font-medium text-flame-ink hover:bg-hover"
      >
        <Trans>Another …</Trans>
      </button>
    )
  }
  const units: readonly (readonly [TimerUnit, string])[] = [
    ['second', t`seconds`],
    ['minute', t`minutes`],
    ['hour', t`hours`],
    ['day', t`days`],
  ]
  return (
    <div className="mt-2 flex gap-1.5">
      <input
        inputMode="numeric"
        aria-label={t`How many`}
        value={count}
        onChange={(event) => setCount(event.currentTarget.value)}
        aria-invalid={count !== '' && ms === undefined}
        className="field w-20 py-1.5"
      />
      <select
        aria-label={t`Unit`}
        value={unit}
        onChange={(event) => setUnit(units.find(([id]) => id === event.currentTarget.value)?.[0] ?? 'minute')}
        className="field w-auto py-1.5"
      >
        {units.map(([id, label]) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      <Button disabled={ms === undefined} className="min-h-10 px-3" onClick={() => onChoose(ms)}>
        <Trans>Set</Trans>
      </Button>
    </div>
  )
}
