import { useLingui } from '@lingui/react/macro'
import { SendHorizontal } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import type { FileView, Outgoing, RoomView } from '@rushlight/core'
import { useApp } from '../app/app-context.ts'
import { AttachButton, DraftFilesView } from '../files/draft-files-view.tsx'
import { DropZone } from '../files/drop-zone.tsx'
import { useDraftFiles } from '../files/use-draft-files.ts'
import { toasts } from '../parts/toasts.tsx'
import { roomName } from '../words/room-words.ts'
import { insertAt, isSending, sendable } from './composer-model.ts'
import { EmojiButton } from './emoji-button.tsx'
import { refusalWords } from './refusal-words.ts'
import { sendDraft } from './send-draft.ts'
import { TimerButton } from './timer-button.tsx'
import type { ChosenTimers } from './timer-model.ts'
import { useDraft } from './use-draft.ts'

const NO_TIMERS: ChosenTimers = { expireMs: undefined, burnMs: undefined }

/** Where one writes. What is written is kept with the room, in the vault, until it is sent. */
export function Composer({ room }: { readonly room: RoomView }): ReactNode {
  const { engine } = useApp()
  const { text, setText, flush } = useDraft(room)
  const [timers, setTimers] = useState(NO_TIMERS)
  const { files, attach, remove } = useDraftFiles(room.id)
  const box = useRef<HTMLTextAreaElement>(null)
  useGrowing(box, text)
  useFirstFocus(box)

  async function send(): Promise<void> {
    const words = sendable(text)
    if (words === '' && files.length === 0) return
    // The box is empty on the same frame, and the place to go on writing; what could not be queued comes back.
    box.current?.focus()
    setText('')
    flush()
    const sent = await sendDraft(engine, room.id, outgoing(words, { timers, files }))
    if (sent.kind === 'queued') return setTimers(NO_TIMERS)
    setText(words)
    toasts.add({ description: refusalWords(sent) })
  }

  return (
    <form
      className="flex-none border-t border-line bg-pane px-2 pt-2 pb-[calc(0.5rem+env(safe-area-inset-bottom))]"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <DropZone title={roomName(room)} onFiles={attach} />
      <DraftFilesView files={files} remove={remove} />
      <div className="mx-auto flex max-w-[960px] items-end gap-1.5">
        <TimerButton room={room} chosen={timers} onChoose={setTimers} />
        <TextBox box={box} text={text} onText={setText} onEnter={() => void send()} onFiles={attach} />
        <SendButton isDisabled={sendable(text) === '' && files.length === 0} />
      </div>
    </form>
  )
}

type TextBoxProps = {
  readonly box: RefObject<HTMLTextAreaElement | null>
  readonly text: string
  readonly onText: (text: string) => void
  readonly onEnter: () => void
  readonly onFiles: (files: readonly File[]) => void
}

function TextBox({ box, text, onText, onEnter, onFiles }: TextBoxProps): ReactNode {
  const { t } = useLingui()

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    const isCoarse = matchMedia('(pointer: coarse)').matches
    const { isComposing } = event.nativeEvent
    if (!isSending({ key: event.key, shiftKey: event.shiftKey, isComposing, isCoarse })) return
    event.preventDefault()
    onEnter()
  }

  function addEmoji(emoji: string): void {
    const { selectionStart: start = text.length, selectionEnd: end = text.length } = box.current ?? {}
    onText(insertAt(text, emoji, { start, end }))
    box.current?.focus()
  }

  return (
    <div className="flex min-w-0 flex-1 items-end rounded-2xl border border-line-strong/50 bg-raised focus-within:border-transparent focus-within:outline-2 focus-within:outline-focus">
      <textarea
        ref={box}
        rows={1}
        dir="auto"
        data-shortcut="composer"
        aria-label={t`Message`}
        placeholder={t`Message`}
        autoComplete="off"
        enterKeyHint="send"
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const pasted = [...event.clipboardData.files]
          if (pasted.length === 0) return
          event.preventDefault()
          onFiles(pasted)
        }}
        className="composer max-h-[40dvh] min-h-11 min-w-0 flex-1 resize-none bg-transparent px-4 py-2.5 leading-6 outline-none"
      />
      <AttachButton onFiles={onFiles} />
      <EmojiButton onPick={addEmoji} />
    </div>
  )
}

function SendButton({ isDisabled }: { readonly isDisabled: boolean }): ReactNode {
  const { t } = useLingui()
  return (
    <button
      type="submit"
      aria-label={t`Send`}
      title={t`Send`}
      disabled={isDisabled}
      className="grid size-11 flex-none place-items-center rounded-2xl bg-flame text-on-flame transition-colors hover:bg-flame-strong disabled:cursor-default disabled:bg-hover disabled:text-ink-soft"
    >
      <SendHorizontal aria-hidden size={20} className="rtl:rotate-180" />
    </button>
  )
}

type Beside = { readonly timers: ChosenTimers; readonly files: readonly FileView[] }

function outgoing(text: string, { timers, files }: Beside): Outgoing {
  const { expireMs, burnMs } = timers
  const ids = files.flatMap(({ ref }) => (ref.kind === 'draft' ? [ref.id] : []))
  return {
    text,
    ...(ids.length === 0 ? {} : { files: ids }),
    ...(expireMs === undefined ? {} : { expireMs }),
    ...(burnMs === undefined ? {} : { burnMs }),
  }
}

/** Whoever opens a conversation wants to write; on touch screens that would cover half of it with a keyboard. */
function useFirstFocus(box: { readonly current: HTMLTextAreaElement | null }): void {
  useEffect(() => {
    if (!matchMedia('(pointer: coarse)').matches) box.current?.focus({ preventScroll: true })
  }, [box])
}

/** Where the browser does not make the box as high as its text, we do. */
function useGrowing(box: { readonly current: HTMLTextAreaElement | null }, text: string): void {
  useEffect(() => {
    const element = box.current
    if (element === null || CSS.supports('field-sizing', 'content')) return
    element.style.height = 'auto'
    element.style.height = text === '' ? '' : `${element.scrollHeight}px`
  }, [box, text])
}
