import { useEffect, useRef, useState } from 'react'
import type { RoomView } from '@rushlight/core'
import { useApp } from '../app/app-context.ts'

export type Draft = {
  readonly text: string
  readonly setText: (text: string) => void
  /** What is typed is about to be sent: it is no draft any more. */
  readonly flush: () => void
}

const SAVE_AFTER_MS = 500

/** Kept a moment after typing pauses, and when the conversation is left. */
export function useDraft({ id, draft }: RoomView): Draft {
  const { engine } = useApp()
  const [text, show] = useState(draft)
  const unsaved = useRef<string | undefined>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  useEffect(() => {
    function save(): void {
      clearTimeout(timer.current)
      if (unsaved.current === undefined) return
      void engine.call('saveDraft', id, unsaved.current).catch(() => undefined)
      unsaved.current = undefined
    }
    addEventListener('pagehide', save)
    return () => {
      removeEventListener('pagehide', save)
      save()
    }
  }, [engine, id])

  return {
    text,
    setText(next) {
      show(next)
      unsaved.current = next
      clearTimeout(timer.current)
      timer.current = setTimeout(() => {
        unsaved.current = undefined
        void engine.call('saveDraft', id, next).catch(() => undefined)
      }, SAVE_AFTER_MS)
    },
    flush() {
      clearTimeout(timer.current)
      unsaved.current = undefined
    },
  }
}
