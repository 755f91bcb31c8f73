import { Trans, useLingui } from '@lingui/react/macro'
import { Paperclip, X } from 'lucide-react'
import { useRef } from 'react'
import type { ReactNode } from 'react'
import { thumbHashToDataURL } from 'thumbhash'
import type { FileView } from '@rushlight/core'
import { IconButton } from '../parts/button.tsx'
import { sizeWords } from './file-words.ts'
import { ProgressRing } from './progress-ring.tsx'
import type { DraftFiles } from './use-draft-files.ts'

/** What goes with the next message. */
export function DraftFilesView({ files, remove }: Pick<DraftFiles, 'files' | 'remove'>): ReactNode {
  const { t } = useLingui()
  if (files.length === 0) return undefined
  return (
    <ul aria-label={t`Attached files`} className="mx-auto mb-2 flex max-w-[960px] flex-wrap gap-2">
      {files.map((file) => (
        <DraftFile key={JSON.stringify(file.ref)} file={file} onRemove={() => remove(file)} />
      ))}
    </ul>
  )
}

function DraftFile({ file, onRemove }: { readonly file: FileView; readonly onRemove: () => void }): ReactNode {
  const { t, i18n } = useLingui()
  const { name, bytes, state, preview } = file
  return (
    <li className="flex max-w-full items-center gap-2 rounded-xl border border-line bg-raised py-1 ps-3 pe-1">
      {state.kind === 'sealing' && (
        <ProgressRing label={t`Encrypting ${name}`} done={bytes === 0 ? 1 : state.doneBytes / bytes} />
      )}
      {preview !== undefined && (
        <img alt="" src={thumbHashToDataURL(preview.thumbhash)} className="size-9 flex-none rounded-lg object-cover" />
      )}
      <span className="min-w-0">
        <span className="block max-w-56 truncate text-sm font-medium">{name}</span>
        {state.kind === 'failed' ? (
          <span role="alert" className="block max-w-56 text-xs text-danger">
            <Trans>It could not be read or kept. Attach it again.</Trans>
          </span>
        ) : (
          <span className="block text-xs text-ink-soft">{sizeWords(bytes, i18n.locale)}</span>
        )}
      </span>
      <IconButton label={t`Remove ${name}`} className="size-9" onClick={onRemove}>
        <X size={16} />
      </IconButton>
    </li>
  )
}

export function AttachButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }): ReactNode {
  const { t } = useLingui()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t`Files`}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
      <IconButton label={t`Attach files`} onClick={() => input.current?.click()}>
        <Paperclip size={20} />
      </IconButton>
    </>
  )
}
