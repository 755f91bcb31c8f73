import { t } from '@lingui/core/macro'
import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-react'
import type { ReactNode } from 'react'
import type { MessageStatusView } from '@rushlight/core'

/** How far an own message has come: a mark, and the word for it. */
export function StatusMark({ status }: { readonly status: MessageStatusView }): ReactNode {
  const mark = markOf(status)
  return mark === undefined ? undefined : (
    <span role="img" aria-label={statusWord(status)} title={statusWord(status)} className="inline-flex">
      {mark}
    </span>
  )
}

function markOf(status: MessageStatusView): ReactNode {
  switch (status.kind) {
    case 'sending':
      return <Clock aria-hidden size={12} />
    case 'sent':
      return <Check aria-hidden size={14} />
    case 'delivered':
      return <CheckCheck aria-hidden size={14} />
    case 'read':
      return <CheckCheck aria-hidden size={14} strokeWidth={2.75} className="text-flame-ink" />
    case 'failed':
      return <CircleAlert aria-hidden size={13} className="text-danger" />
    case 'received':
      return undefined
  }
}

function statusWord(status: MessageStatusView): string {
  switch (status.kind) {
    case 'sending':
      return t`sending`
    case 'sent':
      return t`sent`
    case 'delivered':
      return t`delivered`
    case 'read':
      return t`read`
    case 'failed':
      return t`failed`
    case 'received':
      return ''
  }
}
