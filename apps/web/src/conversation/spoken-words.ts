import { t } from '@lingui/core/macro'
import type { MessageView } from '@rushlight/core'
import type { Names } from '../words/room-words.ts'
import { isCovered } from './lines-model.ts'

const NOTHING_OPENED: ReadonlySet<string> = new Set()

/** A message as it is read out. */
export function spokenWords(message: MessageView, names: Names): string {
  const who = names(message.sender)
  if (message.body.kind !== 'text') return ''
  return isCovered(message, NOTHING_OPENED)
    ? t`${who}: a message that burns after reading.`
    : `${who}: ${message.body.text}`
}
