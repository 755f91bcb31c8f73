import { Trans, useLingui } from '@lingui/react/macro'
import { Download, File, RotateCw, Save, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { thumbHashToDataURL } from 'thumbhash'
import type { FileView } from '@rushlight/core'
import { useApp } from '../app/app-context.ts'
import { IconButton } from '../parts/button.tsx'
import { toasts } from '../parts/toasts.tsx'
import { fileStateWords, sizeWords } from './file-words.ts'
import { isPicture } from './picture-preview.ts'
import { ProgressRing } from './progress-ring.tsx'

/** The files of a message: pictures as pictures, all else as rows. */
export function MessageFiles({ files }: { readonly files: readonly FileView[] }): ReactNode {
  return (
    <ul className="my-1 space-y-1.5 empty:hidden">
      {files.map((file) => (
        <li key={JSON.stringify(file.ref)}>
          {isPicture(file.mediaType) && (file.preview !== undefined || isReadable(file)) && <Picture file={file} />}
          <FileRow file={file} />
        </li>
      ))}
    </ul>
  )
}

const PICTURE_WIDTH_PX = 320

/** Blurred until it is there, its place as large from the beginning; as far as its author's program told its shape. */
function Picture({ file }: { readonly file: FileView }): ReactNode {
  const picture = usePicture(file)
  const { preview } = file
  const src = picture.url ?? (preview === undefined ? undefined : thumbHashToDataURL(preview.thumbhash))
  return (
    <>
      {src !== undefined && (
        <img
          src={src}
          alt={file.name}
          width={preview?.width}
          height={preview?.height}
          style={{ width: Math.min(PICTURE_WIDTH_PX, preview?.width ?? PICTURE_WIDTH_PX) }}
          className="h-auto max-h-96 max-w-full rounded-xl object-cover"
        />
      )}
      {picture.hasFailed && (
        <p role="alert" className="mt-1 text-xs text-danger">
          <Trans>The picture could not be shown.</Trans>{' '}
          <button type="button" className="min-h-6 font-semibold underline" onClick={picture.tryAgain}>
            <Trans>Try again</Trans>
          </button>
        </p>
      )}
    </>
  )
}

type ShownPicture = {
  readonly url: string | undefined
  readonly hasFailed: boolean
  readonly tryAgain: () => void
}

/** Of the decrypted picture, for as long as it is shown: what has burnt leaves no address behind. */
function usePicture(file: FileView): ShownPicture {
  const { engine } = useApp()
  const [shown, setShown] = useState<Pick<ShownPicture, 'url' | 'hasFailed'>>({ url: undefined, hasFailed: false })
  const [tries, setTries] = useState(0)
  const isHere = isReadable(file)
  useEffect(() => {
    if (!isHere) return undefined
    let made: string | undefined
    let isGone = false
    async function show(): Promise<void> {
      const blob = await engine.call('openFile', file).catch(() => undefined)
      if (isGone) return
      made = blob === undefined ? undefined : URL.createObjectURL(blob)
      setShown({ url: made, hasFailed: blob === undefined })
    }
    void show()
    return () => {
      isGone = true
      if (made !== undefined) URL.revokeObjectURL(made)
    }
  }, [engine, isHere, file.blob, tries])
  // What lies here no more says so in its row.
  return { url: shown.url, hasFailed: shown.hasFailed && isHere, tryAgain: () => setTries(tries + 1) }
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
    try {
      const blob = await engine.call('openFile', file)
      if (blob !== undefined) return saveAs(name, blob)
      toasts.add({ description: t`${name} cannot be read on this device any more. Download it again.` })
    } catch {
      toasts.add({
        description: t`${name} could not be saved.`,
        actionProps: { children: t`Try again`, onClick: () => void save() },
      })
    }
  }

  return (
    <IconButton label={t`Save ${name}`} className="size-9" onClick={() => void save()}>
      <Save size={17} />
    </IconButton>
  )
}

function saveAs(name: string, blob: Blob): void {
  const url = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), SAVED_AFTER_MS)
}

/** By then the browser has taken what it saves. */
const SAVED_AFTER_MS = 30_000
