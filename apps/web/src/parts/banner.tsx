import type { ReactNode } from 'react'
import { classes } from './class-names.ts'

export type BannerProps = {
  readonly icon: ReactNode
  readonly tone?: 'calm' | 'warning'
  readonly children: ReactNode
}

/** A line across the top of a pane that says what is the matter and what follows from it. */
export function Banner({ icon, tone = 'calm', children }: BannerProps): ReactNode {
  return (
    <div
      role="status"
      className={classes(
        'flex flex-none items-start gap-2.5 px-4 py-2 text-sm',
        tone === 'warning' ? 'bg-danger-soft text-danger' : 'bg-flame-soft text-ink',
      )}
    >
      <span aria-hidden className="mt-0.5 flex-none">
        {icon}
      </span>
      <div className="min-w-0">{children}</div>
    </div>
  )
}
