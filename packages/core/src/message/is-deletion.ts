import { messageOf, parseContent } from '@rushlight/protocol'
import type { MessageRow } from './message-row.ts'

/** A row that only takes another message back: it has to be sent, and is nothing to show. */
export function isDeletion({ body }: MessageRow): boolean {
  const content = body.kind === 'content' ? parseContent(body.encoded) : undefined
  return content !== undefined && messageOf(content).kind === 'deletion'
}
