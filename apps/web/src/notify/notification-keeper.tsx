import { useMatchRoute, useNavigate } from '@tanstack/react-router'
import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { MessageId, RoomId } from '@rushlight/protocol'
import { useApp, usePreferences, useSession } from '../app/app-context.ts'
import { Button } from '../parts/button.tsx'
import { classes } from '../parts/class-names.ts'
import type { EngineEvent } from '../rpc/engine-link.ts'
import { noticeOf } from './notice-model.ts'
import type { Notice } from './notice-model.ts'
import { askForNotifications } from './permission.ts'

type Received = { readonly room: RoomId; readonly id: MessageId }

/** Shows notifications, and takes each back when its message is read or gone. Asks for leave after the first message. */
export function NotificationKeeper(): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const session = useSession()
  const navigate = useNavigate()
  const { notifications: level } = usePreferences()
  const shown = useRef(new Map<string, Notification>())
  const [hasReceived, setReceived] = useState(false)

  useEffect(() => {
    const open = shown.current

    async function show({ room: id, id: message }: Received): Promise<void> {
      const view = await engine.call('message', id, message)
      const room = session.rooms.find(id)
      if (view === undefined || room === undefined) return
      const isLooking = document.visibilityState === 'visible' && document.hasFocus()
      const notice = noticeOf({ level, message: view, room, isLooking, now: Date.now() })
      if (notice === undefined || Notification.permission !== 'granted') return
      const notification = new Notification(titleOf(notice, t`New message`), {
        tag: message,
        icon: '/icon-192.png',
        ...(notice.kind === 'text' ? { body: notice.text } : {}),
      })
      notification.addEventListener('click', () => {
        focus()
        void navigate({ to: '/c/$room', params: { room: id } })
      })
      open.set(message, notification)
    }

    function take(event: EngineEvent): void {
      if (event.kind === 'received') {
        setReceived(true)
        if (level !== 'off') void show(event).catch(() => undefined)
      }
      if (event.kind === 'erased') withdraw(open, event.id)
      if (event.kind === 'roomChanged' && session.rooms.find(event.room)?.unread === 0) {
        for (const id of open.keys()) withdraw(open, id)
      }
    }

    const unsubscribe = engine.subscribe(take)
    return () => {
      unsubscribe()
      for (const id of open.keys()) withdraw(open, id)
    }
  }, [engine, session, navigate, level, t])

  return hasReceived ? <AskOnce /> : undefined
}

function withdraw(open: Map<string, Notification>, id: string): void {
  open.get(id)?.close()
  open.delete(id)
}

function titleOf(notice: Notice, bare: string): string {
  return notice.kind === 'bare' || notice.room === '' ? bare : notice.room
}

const ASKED = 'rushlight-notifications-asked'

/** Once per browser, after the first message, and easy to wave away. */
function AskOnce(): ReactNode {
  const { t } = useLingui()
  const { preferences } = useApp()
  const isHome = useMatchRoute()({ to: '/' }) !== false
  const canAsk = 'Notification' in globalThis && Notification.permission === 'default'
  const [isOpen, setOpen] = useState(canAsk && localStorage.getItem(ASKED) === null)

  function close(): void {
    localStorage.setItem(ASKED, 'yes')
    setOpen(false)
  }

  async function allow(): Promise<void> {
    close()
    if (await askForNotifications()) preferences.change({ notifications: 'name' })
  }

  if (!isOpen) return undefined
  return (
    <aside
      aria-label={t`Notifications`}
      className={classes(
        'fixed inset-x-3 top-[calc(4rem+env(safe-area-inset-top))] z-30 mx-auto max-w-sm rounded-2xl border border-line bg-raised p-4 shadow-pop min-[600px]:inset-x-auto min-[600px]:start-2 min-[600px]:top-auto min-[600px]:bottom-3 min-[600px]:w-[21.5rem]',
        // On a narrow screen it would lie upon what is being read.
        !isHome && 'max-[599px]:hidden',
      )}
    >
      <p className="font-medium">
        <Trans>Shall new messages be announced?</Trans>
      </p>
      <p className="mt-1 text-sm text-ink-soft">
        <Trans>Only with the name, never with the text, unless you choose so in the settings.</Trans>
      </p>
      <div className="mt-3 flex justify-end gap-2">
        <Button tone="plain" className="min-h-9" onClick={close}>
          <Trans>No</Trans>
        </Button>
        <Button tone="primary" className="min-h-9" onClick={() => void allow()}>
          <Trans>Announce</Trans>
        </Button>
      </div>
    </aside>
  )
}
