import type { ReactNode } from 'react'

/** The candle that anyone could make at home: a rush in its holder, burning. */
export function RushlightPicture({ size = 160 }: { readonly size?: number }): ReactNode {
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 160 160" fill="none" className="text-cord">
      <circle cx="66" cy="52" r="44" fill="var(--color-flame)" opacity="0.1" />
      <circle cx="66" cy="52" r="26" fill="var(--color-flame)" opacity="0.12" />
      <path d="M66 58 112 128" stroke="currentColor" strokeWidth="5" strokeLinecap="round" />
      <path
        d="M66 28c4 11 15 18 15 31a15 15 0 0 1-30 0c0-8 5-12 8-18 1 4 3 6 5 7 2-7-1-13 2-20z"
        fill="var(--color-ember)"
        opacity="0.9"
      />
      <path d="M66 48c2 5 7 8 7 14a7 7 0 0 1-14 0c0-6 6-8 7-14z" fill="var(--color-ember-core)" />
      <g stroke="var(--color-line-strong)" strokeWidth="3" strokeLinecap="round">
        <path d="M86 108 108 94" />
        <path d="M96 101v34" />
        <path d="M78 140h36" />
        <path d="M96 101c-8 2-14-2-17-9" />
      </g>
    </svg>
  )
}
