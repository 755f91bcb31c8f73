import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { Names } from '../words/room-words.ts'
import type { MessagePage } from './message-window.ts'
import { spokenWords } from './spoken-words.ts'

/** More than this at once are counted, not read out. */
const SPOKEN_MAX = 3
/** What was said is taken out of the page again: it must not outlive the message. */
const SPOKEN_FOR_MS = 4000

/** The one polite voice: says what others write in the open conversation. */
export function NewMessagesSpoken({ page, names }: { readonly page: MessagePage; readonly names: Names }): ReactNode {
  const { t } = useLingui()
  const heard = useRef<ReadonlySet<string> | undefined>(undefined)
  const [words, setWords] = useState('')
  const { isLoaded, messages } = page

  useEffect(() => {
    if (!isLoaded) return undefined
    const known = heard.current
    heard.current = new Set(messages.map(({ id }) => id))
    if (known === undefined) return undefined
    const fresh = messages.slice(-20).filter((one) => !known.has(one.id) && !one.isOwn && one.body.kind === 'text')
    if (fresh.length === 0) return undefined
    const count = fresh.length
    setWords(count > SPOKEN_MAX ? t`${count} new messages` : fresh.map((one) => spokenWords(one, names)).join(' '))
    return undefined
  }, [isLoaded, messages, names, t])

  useEffect(() => {
    if (words === '') return undefined
    const timer = setTimeout(() => setWords(''), SPOKEN_FOR_MS)
    return () => clearTimeout(timer)
  }, [words])

  return (
    <div role="status" aria-live="polite" className="sr-only">
      {words}
    </div>
  )
}
