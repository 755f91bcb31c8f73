import { useLingui } from '@lingui/react/macro'
import { Download, File, RotateCw, Save, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { thumbHashToDataURL } from 'thumbhash'
import type { FileView } from '@rushlight/core'
import { useApp } from '../app/app-context.ts'
import { IconButton } from '../parts/button.tsx'
import { fileStateWords, sizeWords } from './file-words.ts'
import { isPicture } from './picture-preview.ts'
import { ProgressRing } from './progress-ring.tsx'

/** The files of a message: pictures as pictures, all else as rows. */
export function MessageFiles({ files }: { readonly files: readonly FileView[] }): ReactNode {
  return (
    <ul className="my-1 space-y-1.5 empty:hidden">
      {files.map((file) => (
        <li key={JSON.stringify(file.ref)}>
          {file.preview !== undefined && isPicture(file.mediaType) && <Picture file={file} preview={file.preview} />}
          <FileRow file={file} />
        </li>
      ))}
    </ul>
  )
}

const PICTURE_WIDTH_PX = 320

type PictureProps = { readonly file: FileView; readonly preview: NonNullable<FileView['preview']> }

/** Blurred until it is there; its place is as large from the beginning. */
function Picture({ file, preview }: PictureProps): ReactNode {
  const url = usePictureUrl(file)
  const { width, height, thumbhash } = preview
  return (
    <img
      src={url ?? thumbHashToDataURL(thumbhash)}
      alt={file.name}
      width={width}
      height={height}
      style={{ width: Math.min(PICTURE_WIDTH_PX, width) }}
      className="h-auto max-h-96 max-w-full rounded-xl object-cover"
    />
  )
}

/** Of the decrypted picture, for as long as it is shown: what has burnt leaves no address behind. */
function usePictureUrl(file: FileView): string | undefined {
  const { engine } = useApp()
  const [url, setUrl] = useState<string | undefined>(undefined)
  const isHere = isReadable(file)
  useEffect(() => {
    if (!isHere) return undefined
    let made: string | undefined
    let isGone = false
    async function show(): Promise<void> {
      const blob = await engine.call('openFile', file).catch(() => undefined)
      if (blob === undefined || isGone) return
      made = URL.createObjectURL(blob)
      setUrl(made)
    }
    void show()
    return () => {
      isGone = true
      if (made !== undefined) URL.revokeObjectURL(made)
    }
  }, [engine, isHere, file.blob])
  return url
}

function isReadable({ state }: FileView): boolean {
  return state.kind === 'here' || state.kind === 'uploading'
}

function FileRow({ file }: { readonly file: FileView }): ReactNode {
  const { i18n } = useLingui()
  const { name, bytes, state } = file
  const words = fileStateWords(state)
  return (
    <div className="flex min-h-11 items-center gap-2.5">
      {'doneBytes' in state ? (
        <ProgressRing label={`${words ?? ''} ${name}`} done={bytes === 0 ? 1 : state.doneBytes / bytes} />
      ) : (
        <File aria-hidden size={20} className="flex-none text-ink-soft" />
      )}
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium">{name}</span>
        <span className="block text-xs text-ink-soft">
          {sizeWords(bytes, i18n.locale)}
          {words !== undefined && ` · ${words}`}
        </span>
      </span>
      <FileAction file={file} />
    </div>
  )
}

function FileAction({ file }: { readonly file: FileView }): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const { name, ref, state } = file
  const fetch = (): void => void engine.call('fetchFile', ref)
  switch (state.kind) {
    case 'remote':
      return (
        <IconButton label={t`Download ${name}`} className="size-9" onClick={fetch}>
          <Download size={17} />
        </IconButton>
      )
    case 'failed':
      return (
        <IconButton label={t`Try ${name} again`} className="size-9" onClick={fetch}>
          <RotateCw size={17} />
        </IconButton>
      )
    case 'sealing':
    case 'uploading':
    case 'downloading':
      return (
        <IconButton label={t`Cancel ${name}`} className="size-9" onClick={() => void engine.call('cancelFile', ref)}>
          <X size={17} />
        </IconButton>
      )
    case 'attached':
    case 'here':
      return <SaveButton file={file} />
  }
}

function SaveButton({ file }: { readonly file: FileView }): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const { name } = file

  async function save(): Promise<void> {
    const blob = await engine.call('openFile', file).catch(() => undefined)
    if (blob === undefined) return
    const url = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }))
    const link = document.createElement('a')
    link.href = url
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), SAVED_AFTER_MS)
  }

  return (
    <IconButton label={t`Save ${name}`} className="size-9" onClick={() => void save()}>
      <Save size={17} />
    </IconButton>
  )
}

/** By then the browser has taken what it saves. */
const SAVED_AFTER_MS = 30_000
