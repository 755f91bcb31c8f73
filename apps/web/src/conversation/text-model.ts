/** Links in plain text. What leads to a name that could be mistaken for another one is marked. */
import { LinkifyIt } from 'linkify-it'

export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string; readonly isDeceptive: boolean }

const linkify = new LinkifyIt({ fuzzyEmail: false, fuzzyIP: false })
const PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:'])

export function partsOf(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const { index, lastIndex, url, text: shown } of linkify.match(text) ?? []) {
    const link = URL.parse(url)
    if (link === null || !PROTOCOLS.has(link.protocol)) continue
    if (index > end) parts.push({ kind: 'text', text: text.slice(end, index) })
    parts.push({ kind: 'link', text: shown, url: link.href, isDeceptive: isDeceptive(link) })
    end = lastIndex
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) })
  return parts
}

/**
 * A host outside ASCII may look like another one, and what stands before an @ is not the host. The browser has the host as it
 * really is: letters of other scripts show as `xn--`.
 */
function isDeceptive({ hostname, username, password }: URL): boolean {
  return username !== '' || password !== '' || hostname.split('.').some((label) => label.startsWith('xn--'))
}

const EMOJI_ONLY = /^(?:\p{RGI_Emoji}|\s)+$/v
const LARGE_EMOJI_MAX = 5

/** A few emoji and nothing else are shown large. */
export function isLargeEmoji(text: string): boolean {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > 60 || !EMOJI_ONLY.test(trimmed)) return false
  return (
    [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(trimmed.replaceAll(/\s/g, ''))].length <=
    LARGE_EMOJI_MAX
  )
}
