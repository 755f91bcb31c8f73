import { Switch } from '@base-ui/react/switch'
import { useId } from 'react'
import type { ReactNode } from 'react'

export type SwitchRowProps = {
  readonly label: string
  readonly effect: ReactNode
  readonly isOn: boolean
  readonly isDisabled?: boolean
  readonly onChange: (isOn: boolean) => void
}

/** A switch that says what it does. */
export function SwitchRow({ label, effect, isOn, isDisabled = false, onChange }: SwitchRowProps): ReactNode {
  const id = useId()
  return (
    <div className="flex items-start justify-between gap-4 py-3">
      <div>
        <div id={id} className="font-medium">
          {label}
        </div>
        <div id={`${id}-effect`} className="mt-0.5 text-sm text-ink-soft">
          {effect}
        </div>
      </div>
      <Switch.Root
        checked={isOn}
        disabled={isDisabled}
        onCheckedChange={onChange}
        aria-labelledby={id}
        aria-describedby={`${id}-effect`}
        className="mt-0.5 flex h-7 w-12 flex-none rounded-full bg-line-strong p-1 transition-colors data-checked:bg-flame data-disabled:opacity-50"
      >
        <Switch.Thumb className="size-5 rounded-full bg-white shadow-bubble transition-transform data-checked:translate-x-5 rtl:data-checked:-translate-x-5" />
      </Switch.Root>
    </div>
  )
}
