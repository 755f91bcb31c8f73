import type { ComponentProps, ReactNode } from 'react'
import { classes } from './class-names.ts'

type Tone = 'primary' | 'quiet' | 'plain' | 'danger'

const TONES: Readonly<Record<Tone, string>> = {
  primary: 'bg-flame text-on-flame hover:bg-flame-strong',
  quiet: 'border border-line-strong/60 bg-raised text-ink hover:bg-hover',
  plain: 'text-flame-ink hover:bg-hover',
  danger: 'bg-danger text-on-flame hover:brightness-95',
}

export type ButtonProps = ComponentProps<'button'> & { readonly tone?: Tone; readonly isBusy?: boolean }

export function Button({
  tone = 'quiet',
  isBusy = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      aria-busy={isBusy}
      disabled={disabled === true || isBusy}
      className={classes(
        'inline-flex min-h-11 items-center justify-center gap-2 rounded-xl px-4 py-2 text-[0.9375rem] font-medium select-none',
        'transition-colors disabled:cursor-default disabled:opacity-55',
        TONES[tone],
        className,
      )}
      {...rest}
    >
      {isBusy && <Spinner />}
      {children}
    </button>
  )
}

export type IconButtonProps = ComponentProps<'button'> & { readonly label: string }

export function IconButton({ label, className, children, ...rest }: IconButtonProps): ReactNode {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classes(
        'inline-grid size-11 flex-none place-items-center rounded-xl text-ink-soft transition-colors',
        'hover:bg-hover hover:text-ink disabled:cursor-default disabled:opacity-40 data-popup-open:bg-hover data-popup-open:text-ink',
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  )
}

export function Spinner(): ReactNode {
  return (
    <span
      aria-hidden
      className="size-4 animate-spin rounded-full border-2 border-current border-e-transparent motion-reduce:animate-pulse"
    />
  )
}
