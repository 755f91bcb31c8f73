import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { RushlightPicture } from '../parts/rushlight-picture.tsx'

export type DoorFrameProps = { readonly title: string; readonly children: ReactNode }

/** What stands before the open vault: one card in a room with one light. */
export function DoorFrame({ title, children }: DoorFrameProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Rushlight`
    if (document.activeElement === document.body) heading.current?.focus()
  }, [title])
  return (
    <main className="door-light h-full overflow-y-auto bg-page px-4">
      <div className="mx-auto flex min-h-full max-w-md flex-col justify-center py-8">
        <div className="mb-5 flex flex-col items-center">
          <RushlightPicture size={104} />
          <p className="mt-1 text-sm font-medium tracking-wide text-ink-soft">Rushlight</p>
        </div>
        <div className="rounded-3xl border border-line bg-pane p-6 shadow-pop sm:p-8">
          <h1
            ref={heading}
            tabIndex={-1}
            className="mb-4 text-2xl font-semibold tracking-tight text-balance outline-none"
          >
            {title}
          </h1>
          {children}
        </div>
      </div>
    </main>
  )
}
