import { Trans, useLingui } from '@lingui/react/macro'
import { Copy, Ellipsis, Flame, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { MessageView, RoomView } from '@rushlight/core'
import { useApp } from '../app/app-context.ts'
import { IconButton } from '../parts/button.tsx'
import { Confirm } from '../parts/dialog.tsx'
import { Action, ActionMenu } from '../parts/menu.tsx'
import { toasts } from '../parts/toasts.tsx'
import { isUnread } from './lines-model.ts'

export type MessageActionsProps = { readonly message: MessageView; readonly room: RoomView }

/** What can be done with a message; shows when the pointer or the focus is near. */
export function MessageActions({ message, room }: MessageActionsProps): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const [isAsking, setAsking] = useState(false)
  const { body, isOwn, burnAfterMs } = message
  const isHidden = isUnread(message) && burnAfterMs !== undefined
  const canRecall = isOwn && body.kind === 'text' && room.kind !== 'self'

  async function copy(): Promise<void> {
    if (body.kind !== 'text') return
    await navigator.clipboard.writeText(body.text)
    toasts.add({ description: t`Copied. The clipboard does not burn.` })
  }

  return (
    <span className="flex-none self-center opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 has-[[data-popup-open]]:opacity-100 pointer-coarse:opacity-60">
      <ActionMenu
        align={isOwn ? 'end' : 'start'}
        trigger={<IconButton label={t`Message actions`} className="size-9" />}
        icon={<Ellipsis size={18} />}
      >
        {body.kind === 'text' && !isHidden && (
          <Action icon={<Copy size={17} />} onClick={() => void copy()}>
            <Trans>Copy text</Trans>
          </Action>
        )}
        <Action icon={<Trash2 size={17} />} onClick={() => void engine.call('deleteForMe', room.id, message.id)}>
          <Trans>Delete for me</Trans>
        </Action>
        {canRecall && (
          <Action icon={<Flame size={17} />} isDanger onClick={() => setAsking(true)}>
            <Trans>Delete for everyone</Trans>
          </Action>
        )}
      </ActionMenu>
      <Confirm
        title={t`Delete for everyone?`}
        text={t`It is erased here at once, and on the devices of the others as soon as they are online. Whoever has read it may remember it.`}
        action={t`Delete for everyone`}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false)
          void engine.call('deleteForEveryone', room.id, message.id)
        }}
      />
    </span>
  )
}
