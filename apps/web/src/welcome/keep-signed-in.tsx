import { Checkbox } from '@base-ui/react/checkbox'
import { Check } from 'lucide-react'
import { Trans } from '@lingui/react/macro'
import { useId } from 'react'
import type { ReactNode } from 'react'

export type KeepSignedInProps = { readonly isKept: boolean; readonly onChange: (isKept: boolean) => void }

/** Says honestly what it protects against, and what not. */
export function KeepSignedIn({ isKept, onChange }: KeepSignedInProps): ReactNode {
  const id = useId()
  return (
    <div className="flex items-start gap-3">
      <Checkbox.Root
        id={id}
        checked={isKept}
        onCheckedChange={onChange}
        aria-describedby={`${id}-says`}
        className="mt-0.5 grid size-6 flex-none place-items-center rounded-md border border-line-strong bg-raised text-on-flame data-checked:border-flame data-checked:bg-flame"
      >
        <Checkbox.Indicator>
          <Check size={16} strokeWidth={3} />
        </Checkbox.Indicator>
      </Checkbox.Root>
      <div>
        <label htmlFor={id} className="font-medium">
          <Trans>Keep me signed in on this device</Trans>
        </label>
        <p id={`${id}-says`} className="text-sm text-ink-soft">
          <Trans>
            Protects against whoever copies this disk, not against whoever uses this browser. Locking ends it.
          </Trans>
        </p>
      </div>
    </div>
  )
}
