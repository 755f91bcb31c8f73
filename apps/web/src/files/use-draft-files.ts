import { t } from '@lingui/core/macro'
import type { FileView } from '@rushlight/core'
import type { RoomId } from '@rushlight/protocol'
import { useEffect, useState } from 'react'
import { useApp } from '../app/app-context.ts'
import { toasts } from '../parts/toasts.tsx'
import { createRefresher } from '../session/refresher.ts'
import { refusedFileWords } from './file-words.ts'
import { fileInfoOf } from './picture-preview.ts'

export type DraftFiles = {
  readonly files: readonly FileView[]
  readonly attach: (files: readonly File[]) => void
  readonly remove: (file: FileView) => void
}

/** What waits to be sent in a room; kept in the vault, so it survives leaving and loading anew. */
export function useDraftFiles(room: RoomId): DraftFiles {
  const { engine } = useApp()
  const [files, setFiles] = useState<readonly FileView[]>([])
  useEffect(() => {
    const refresh = createRefresher(async () => setFiles(await engine.call('draftFiles', room)))
    void refresh()
    return engine.subscribe((event) => {
      if ('room' in event && event.room === room) void refresh()
    })
  }, [engine, room])

  async function attach(file: File): Promise<void> {
    const { name } = file
    const attached = await engine.call('attachFile', room, file, await fileInfoOf(file)).catch(() => undefined)
    if (attached === undefined) toasts.add({ description: t`${name} could not be attached. Try it again.` })
    if (attached?.kind === 'refused') toasts.add({ description: refusedFileWords(attached.reason, name) })
  }

  /** One after the other, so that they keep their order. */
  async function attachAll(wanted: readonly File[]): Promise<void> {
    for (const file of wanted) await attach(file)
  }

  return {
    files,
    attach: (wanted) => void attachAll(wanted),
    remove: ({ ref }) => void engine.call('cancelFile', ref),
  }
}
