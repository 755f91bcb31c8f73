import { utf8, parseUtf8, EMPTY } from '../bytes/bytes.ts'
import type { CborMap } from '../bytes/cbor.ts'
import type { MessageId } from '../ids/ids.ts'
import { BURN_MS_MAX, BURN_MS_MIN, EXPIRE_MS_MAX, TEXT_BYTES_MAX } from '../limits.ts'
import { disposition, PLAIN_TEXT } from './mimi-content.ts'
import { encodePreviews, parsePreviews } from './file-preview.ts'
import type { FilePreview } from './file-preview.ts'
import type { ExternalPart, MimiContent, NestedPart } from './mimi-content.ts'

/** What Rushlight says with mimi-content: the few forms that people use, over the general format (`spec/content.md` §2). */
export type Message =
  | {
      readonly kind: 'text'
      readonly text: string
      readonly files: readonly FilePart[]
      /** Of some of the files. */
      readonly previews?: readonly FilePreview[]
      readonly inReplyTo?: MessageId
    }
  /** Takes back the message with this id, for everyone. */
  | { readonly kind: 'deletion'; readonly of: MessageId }
  /** Something this version does not show in full. */
  | { readonly kind: 'unknown' }

/** A file beside the text; its bytes lie at the providers (`spec/blobs.md`). */
export type FilePart = ExternalPart

export type Timers = {
  /** UTC ms. */
  readonly expiresAt?: number
  readonly burnAfterMs?: number
}

/** Private extension: milliseconds from reading to burning. */
const EXTENSION_BURN_AFTER_MS = -1
/** Private extension: how pictures look before they are there. */
const EXTENSION_PREVIEWS = -2
const SECOND_MS = 1000

export type ComposedMessage = { readonly message: Exclude<Message, { kind: 'unknown' }>; readonly timers: Timers }

/** `salt`: 16 unpredictable bytes. */
export function composeContent({ message, timers }: ComposedMessage, salt: Uint8Array): MimiContent {
  const previews = message.kind === 'text' ? (message.previews ?? []) : []
  const extensions: CborMap = new Map([
    ...(timers.burnAfterMs === undefined ? [] : ([[EXTENSION_BURN_AFTER_MS, timers.burnAfterMs]] as const)),
    ...(previews.length === 0 ? [] : ([[EXTENSION_PREVIEWS, encodePreviews(previews)]] as const)),
  ])
  const expires =
    timers.expiresAt === undefined ? undefined : { relative: false, time: Math.floor(timers.expiresAt / SECOND_MS) }
  const common = { salt, topicId: EMPTY, expires, extensions }
  if (message.kind === 'deletion') {
    const body = { kind: 'null', disposition: disposition.render, language: '' } as const
    return { ...common, replaces: message.of, inReplyTo: undefined, body }
  }
  return { ...common, replaces: undefined, inReplyTo: message.inReplyTo, body: bodyOf(message.text, message.files) }
}

export function messageOf(content: MimiContent): Message {
  const { replaces, inReplyTo, body } = content
  if (replaces !== undefined) return body.kind === 'null' ? { kind: 'deletion', of: replaces } : { kind: 'unknown' }
  const parts = body.kind === 'multi' && body.semantics === 'processAll' ? body.parts : [body]
  const texts = parts.flatMap((part) => (isText(part) ? [part.content] : []))
  const files = parts.flatMap((part) => (isFile(part) ? [filePartOf(part)] : []))
  const text = texts.length > 1 ? undefined : parseUtf8(texts[0] ?? EMPTY)
  const known = texts.length + files.length === parts.length && (texts.length === 1 || files.length > 0)
  if (text === undefined || !known) return { kind: 'unknown' }
  const previews = parsePreviews(content.extensions.get(EXTENSION_PREVIEWS), files.length)
  return { kind: 'text', text, files, previews, ...(inReplyTo === undefined ? {} : { inReplyTo }) }
}

/**
 * The timers a content asks for, or `undefined` if they are out of bounds (mimi-content §5.8: a year either way) or of a
 * form we do not send: such a message is refused, since nobody could promise its end.
 */
export function timersOf(content: MimiContent, acceptedAt: number): Timers | undefined {
  const { expires, extensions } = content
  const burn = extensions.get(EXTENSION_BURN_AFTER_MS)
  if (burn !== undefined && (typeof burn !== 'number' || burn < BURN_MS_MIN || burn > BURN_MS_MAX)) return undefined
  const burnAfterMs = burn === undefined ? {} : { burnAfterMs: burn }
  if (expires === undefined) return burnAfterMs
  const expiresAt = expires.time * SECOND_MS
  if (expires.relative || Math.abs(expiresAt - acceptedAt) > EXPIRE_MS_MAX) return undefined
  return { expiresAt, ...burnAfterMs }
}

/** Fits into a message. */
export function isSendableText(text: string): boolean {
  return utf8(text).length <= TEXT_BYTES_MAX
}

function bodyOf(text: string, files: readonly FilePart[]): NestedPart {
  const textPart = {
    kind: 'single',
    contentType: PLAIN_TEXT,
    content: utf8(text),
    disposition: disposition.render,
    language: '',
  } as const
  const parts: readonly NestedPart[] = [
    ...(text === '' && files.length > 0 ? [] : [textPart]),
    ...files.map((file) => ({ ...file, disposition: disposition.attachment, language: '' })),
  ]
  const [only, ...others] = parts
  if (only !== undefined && others.length === 0) return only
  return { kind: 'multi', semantics: 'processAll', parts, disposition: disposition.render, language: '' }
}

type TextPart = Extract<NestedPart, { kind: 'single' }>
type AttachedPart = Extract<NestedPart, { kind: 'external' }>

function isText(part: NestedPart): part is TextPart {
  return part.kind === 'single' && part.contentType.startsWith('text/') && part.disposition !== disposition.reaction
}

function isFile(part: NestedPart): part is AttachedPart {
  return part.kind === 'external' && part.disposition !== disposition.session
}

function filePartOf({ disposition, language, ...file }: AttachedPart): FilePart {
  return file
}
