import type { ReactNode } from 'react'

const RADIUS = 9
const AROUND: number = 2 * Math.PI * RADIUS

export type ProgressRingProps = { readonly label: string; readonly done: number }

/** How much of something is done, from 0 to 1. */
export function ProgressRing({ label, done }: ProgressRingProps): ReactNode {
  const percent = Math.round(Math.min(1, done) * 100)
  return (
    <svg
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      viewBox="0 0 24 24"
      className="size-6 flex-none -rotate-90 text-flame-ink"
    >
      <circle cx={12} cy={12} r={RADIUS} fill="none" stroke="currentColor" strokeOpacity={0.25} strokeWidth={3} />
      <circle
        cx={12}
        cy={12}
        r={RADIUS}
        fill="none"
        stroke="currentColor"
        strokeWidth={3}
        strokeLinecap="round"
        strokeDasharray={AROUND}
        strokeDashoffset={AROUND * (1 - percent / 100)}
      />
    </svg>
  )
}
