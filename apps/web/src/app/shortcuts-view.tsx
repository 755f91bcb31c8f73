import { useNavigate, useParams } from '@tanstack/react-router'
import { useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { sectionsOf } from '../conversations/room-list-model.ts'
import { Modal } from '../parts/dialog.tsx'
import { useApp, useSession } from './app-context.ts'
import { keysOf, shortcutOf } from './shortcuts-model.ts'
import type { Shortcut } from './shortcuts-model.ts'

/** Listens for the keys of the app, and lists them on `?`. */
export function ShortcutKeeper(): ReactNode {
  const { t } = useLingui()
  const [isHelpOpen, setHelpOpen] = useState(false)
  const run = useShortcuts(() => setHelpOpen(true))
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const { target, code, key, altKey, ctrlKey, metaKey, shiftKey } = event
      const isTyping = target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
      const shortcut = shortcutOf({ code, key, altKey, ctrlKey, metaKey, shiftKey, isTyping })
      if (shortcut === undefined) return
      event.preventDefault()
      run(shortcut)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  })
  return (
    <Modal title={t`Keyboard shortcuts`} isOpen={isHelpOpen} onClose={() => setHelpOpen(false)}>
      <ShortcutList />
    </Modal>
  )
}

function useShortcuts(onHelp: () => void): (shortcut: Shortcut) => void {
  const { engine } = useApp()
  const session = useSession()
  const navigate = useNavigate()
  const chosen = useParams({ strict: false }).room

  function go(step: number, isUnreadOnly: boolean): void {
    const { requests, rooms } = sectionsOf(session.rooms.rooms.value.list, '')
    const all = [...requests, ...rooms]
    const at = all.findIndex(({ id }) => id === chosen)
    const target = isUnreadOnly
      ? all.find(({ id, unread }) => unread > 0 && id !== chosen)
      : all[at < 0 ? 0 : at + step]
    if (target !== undefined) void navigate({ to: '/c/$room', params: { room: target.id } })
  }

  return (shortcut) => {
    switch (shortcut) {
      case 'next':
        return go(1, false)
      case 'previous':
        return go(-1, false)
      case 'nextUnread':
        return go(1, true)
      case 'new':
        return void navigate({ to: '/new' })
      case 'newRoom':
        return void navigate({ to: '/new/room' })
      case 'settings':
        return void navigate({ to: '/settings' })
      case 'search':
      case 'composer':
        return document.querySelector<HTMLElement>(`[data-shortcut="${shortcut}"]`)?.focus()
      case 'emoji':
      case 'details':
        return document.querySelector<HTMLElement>(`[data-shortcut="${shortcut}"]`)?.click()
      case 'lock':
        return void engine.call('lock')
      case 'help':
        return onHelp()
    }
  }
}

function ShortcutList(): ReactNode {
  const { t } = useLingui()
  const words: readonly (readonly [Shortcut, string])[] = [
    ['next', t`Next conversation`],
    ['previous', t`Previous conversation`],
    ['nextUnread', t`Next unread conversation`],
    ['new', t`New conversation`],
    ['newRoom', t`New room`],
    ['search', t`Search conversations`],
    ['composer', t`Write a message`],
    ['emoji', t`Emoji`],
    ['details', t`Details`],
    ['settings', t`Settings`],
    ['lock', t`Lock now`],
    ['help', t`This list`],
  ]
  return (
    <dl className="divide-y divide-line">
      {words.map(([shortcut, word]) => (
        <div key={shortcut} className="flex items-center justify-between gap-4 py-2">
          <dt>{word}</dt>
          <dd className="flex gap-1">
            {keysOf(shortcut).map((key) => (
              <kbd key={key} className="rounded-md border border-line-strong/60 bg-sunken px-2 py-0.5 text-sm">
                {key}
              </kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}
