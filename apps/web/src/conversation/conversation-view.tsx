import { useLingui } from '@lingui/react/macro'
import { useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import type { RoomView } from '@rushlight/core'
import { useObserved, useSession } from '../app/app-context.ts'
import { Composer } from '../composer/composer-view.tsx'
import { useNames } from '../conversations/use-names.ts'
import { useNow } from '../time/use-now.ts'
import { roomName } from '../words/room-words.ts'
import { ConversationHead } from './conversation-head.tsx'
import { unreadMark } from './lines-model.ts'
import type { UnreadMark } from './lines-model.ts'
import { MessageList } from './message-list-view.tsx'
import type { MessagePage, MessageWindow } from './message-window.ts'
import { NewMessagesSpoken } from './new-messages-spoken.tsx'
import { StandingView } from './standing-view.tsx'

/** One conversation, from opening it to leaving it. */
export function ConversationScreen({ room }: { readonly room: RoomView }): ReactNode {
  const { t } = useLingui()
  const { page, messages } = useMessages(room)
  const names = useNames(room, page.messages)
  const unread = useUnreadMark(page)
  const mayWrite = room.standing === 'joined' || room.standing === 'creating'
  const name = roomName(room)
  return (
    <section aria-label={t`Conversation: ${name}`} className="flex min-h-0 min-w-0 flex-1 flex-col bg-page">
      <ConversationHead room={room} />
      <StandingView room={room} />
      <MessageList room={room} page={page} names={names} unread={unread} onOlder={() => void messages.loadOlder()} />
      <NewMessagesSpoken page={page} names={names} />
      {mayWrite && <Composer room={room} />}
    </section>
  )
}

const CHECK_DUE_EVERY_MS = 1000

function useMessages({ id }: RoomView): { readonly page: MessagePage; readonly messages: MessageWindow } {
  const session = useSession()
  const messages = useMemo(() => session.openMessages(id), [session, id])
  const now = useNow(CHECK_DUE_EVERY_MS)
  useEffect(() => messages.dropDue(now), [messages, now])
  useEffect(() => () => session.closeMessages(id), [session, id])
  return { page: useObserved(messages.page), messages }
}

/** What was unread when the conversation was opened stays marked until it is left. */
function useUnreadMark({ isLoaded, messages }: MessagePage): UnreadMark | undefined {
  const [found, setFound] = useState<{ readonly mark: UnreadMark | undefined } | undefined>(undefined)
  if (isLoaded && found === undefined) setFound({ mark: unreadMark(messages) })
  return found?.mark
}
