import { Trans, useLingui } from '@lingui/react/macro'
import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { MessageFailure, MessageView } from '@rushlight/core'
import { useApp } from '../app/app-context.ts'
import { toasts } from '../parts/toasts.tsx'

export type RetryViewProps = { readonly message: MessageView; readonly failure: MessageFailure }

/** Why it did not go, and once more: the same message, with its files and timers. */
export function RetryView({ message, failure }: RetryViewProps): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const [isBusy, setBusy] = useState(false)
  const { room, id } = message

  async function retry(): Promise<void> {
    setBusy(true)
    const retried = await engine.call('retryMessage', room, id).catch(() => undefined)
    setBusy(false)
    if (retried === undefined) toasts.add({ description: t`The message could not be kept. Send it again.` })
    if (retried === 'notInRoom') toasts.add({ description: t`You are not in this conversation any more.` })
  }

  const why: Readonly<Record<MessageFailure, string>> = {
    notAllowed: t`You may not write in this room any more.`,
    roomGone: t`The room is gone.`,
    tooLarge: t`It is too large for the server.`,
    fileLost: t`Its file was lost before it was sent.`,
  }
  return (
    <button
      type="button"
      disabled={isBusy}
      title={why[failure]}
      onClick={() => void retry()}
      className="inline-flex min-h-6 items-center gap-1 rounded-md px-1.5 font-semibold text-danger hover:bg-danger-soft"
    >
      <RotateCw aria-hidden size={12} />
      <Trans>Not sent: try again</Trans>
      <span className="sr-only">{why[failure]}</span>
    </button>
  )
}
