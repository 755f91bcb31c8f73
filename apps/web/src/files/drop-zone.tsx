import { Trans } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'

export type DropZoneProps = { readonly title: string; readonly onFiles: (files: readonly File[]) => void }

/** Files dragged over the window go to the open conversation, and it says which one that is. */
export function DropZone({ title, onFiles }: DropZoneProps): ReactNode {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    function onDrag(event: DragEvent): void {
      if (event.dataTransfer?.types.includes('Files') !== true) return
      event.preventDefault()
      setOver(true)
    }
    function onLeave(event: DragEvent): void {
      if (event.relatedTarget === null) setOver(false)
    }
    function onDrop(event: DragEvent): void {
      setOver(false)
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      onFiles(files)
    }
    addEventListener('dragover', onDrag)
    addEventListener('dragleave', onLeave)
    addEventListener('drop', onDrop)
    return () => {
      removeEventListener('dragover', onDrag)
      removeEventListener('dragleave', onLeave)
      removeEventListener('drop', onDrop)
    }
  })
  if (!isOver) return undefined
  return (
    <div className="pointer-events-none fixed inset-3 z-50 grid place-items-center rounded-3xl border-2 border-dashed border-flame bg-flame-soft/90 text-lg font-semibold text-flame-ink">
      <span>
        <Trans>Attach to {title}</Trans>
      </span>
    </div>
  )
}
