import { Eye, EyeOff } from 'lucide-react'
import { useId, useState } from 'react'
import type { ComponentProps, ReactNode } from 'react'
import { useLingui } from '@lingui/react/macro'
import { classes } from './class-names.ts'

export type TextFieldProps = Omit<ComponentProps<'input'>, 'id'> & {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | undefined
}

/** A labelled box; what is wrong with it is said below it, and to screen readers. */
export function TextField({ label, hint, error, className, ...rest }: TextFieldProps): ReactNode {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        className={classes('field', className)}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined && hint === undefined ? undefined : `${id}-says`}
        {...rest}
      />
      <Says id={`${id}-says`} hint={hint} error={error} />
    </div>
  )
}

/** A password can be looked at, pasted and left to a manager. */
export function PasswordField({ label, hint, error, ...rest }: TextFieldProps): ReactNode {
  const id = useId()
  const { t } = useLingui()
  const [isShown, setShown] = useState(false)
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          type={isShown ? 'text' : 'password'}
          spellCheck={false}
          autoCapitalize="none"
          className="field pe-12"
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined && hint === undefined ? undefined : `${id}-says`}
          {...rest}
        />
        <button
          type="button"
          aria-pressed={isShown}
          aria-label={t`Show the characters`}
          onClick={() => setShown(!isShown)}
          className="absolute end-1 top-1/2 grid size-9 -translate-y-1/2 place-items-center rounded-lg text-ink-soft hover:text-ink"
        >
          {isShown ? <EyeOff size={18} /> : <Eye size={18} />}
        </button>
      </div>
      <Says id={`${id}-says`} hint={hint} error={error} />
    </div>
  )
}

type SaysProps = { readonly id: string; readonly hint: ReactNode; readonly error: string | undefined }

function Says({ id, hint, error }: SaysProps): ReactNode {
  if (error !== undefined) {
    return (
      <p id={id} role="alert" className="mt-1.5 text-sm text-danger">
        {error}
      </p>
    )
  }
  return hint === undefined ? undefined : (
    <div id={id} className="mt-1.5 text-sm text-ink-soft">
      {hint}
    </div>
  )
}
