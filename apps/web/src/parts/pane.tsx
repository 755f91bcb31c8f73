import { ArrowLeft } from 'lucide-react'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { useLingui } from '@lingui/react/macro'
import { IconButton } from './button.tsx'

export type PaneProps = {
  readonly title: string
  readonly actions?: ReactNode
  readonly onBack?: () => void
  readonly children: ReactNode
}

/** A page beside the list: its head with a way back, and a body that scrolls. */
export function Pane({ title, actions, onBack, children }: PaneProps): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [title])
  return (
    <section className="flex min-h-0 flex-1 flex-col bg-page">
      <header className="flex min-h-15 flex-none items-center gap-1 border-b border-line bg-pane px-2 pt-[env(safe-area-inset-top)]">
        <IconButton label={t`Back`} onClick={onBack ?? (() => void router.navigate({ to: '/' }))}>
          <ArrowLeft size={20} className="rtl:rotate-180" />
        </IconButton>
        <h1 ref={heading} tabIndex={-1} className="min-w-0 flex-1 truncate text-[1.0625rem] font-semibold outline-none">
          {title}
        </h1>
        {actions}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="mx-auto w-full max-w-xl px-4 py-6 pb-[calc(1.5rem+env(safe-area-inset-bottom))]">
          {children}
        </div>
      </div>
    </section>
  )
}

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section className="mb-6">
      <h2 className="mb-2 px-1 text-sm font-semibold text-ink-soft">{title}</h2>
      <div className="rounded-2xl border border-line bg-pane px-4 py-1">{children}</div>
    </section>
  )
}
