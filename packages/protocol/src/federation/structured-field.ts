import { base64url, parseBase64url } from '../bytes/text-encodings.ts'

/**
 * As much of RFC 9651 (Structured Field Values for HTTP) as signatures and digests are written in: dictionaries of items
 * and inner lists, of strings, integers, tokens, bytes and booleans. Stricter than the RFC where that costs nothing: no name
 * twice, no padding left out, no decimals, dates or display strings.
 */
export type BareItem =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'token'; readonly value: string }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'bytes'; readonly value: Uint8Array }

type Parameters = ReadonlyMap<string, BareItem>
export type Item = { readonly kind: 'item'; readonly value: BareItem; readonly parameters: Parameters }
export type InnerList = { readonly kind: 'list'; readonly items: readonly Item[]; readonly parameters: Parameters }
export type Dictionary = ReadonlyMap<string, Item | InnerList>

/** `undefined` for whatever is not one, or is longer than FIELD_LENGTH_MAX. */
export function parseDictionary(text: string): Dictionary | undefined {
  if (text.length > FIELD_LENGTH_MAX) return undefined
  const reader = new Reader(text)
  const members = new Map<string, Item | InnerList>()
  reader.skipSpaces()
  while (!reader.isAtEnd()) {
    const name = reader.take(KEY)
    if (name === undefined || members.has(name)) return undefined
    const member = reader.takeIf('=') ? readMember(reader) : readFlag(reader)
    if (member === undefined) return undefined
    members.set(name, member)
    reader.take(OPTIONAL_SPACE)
    if (reader.isAtEnd()) break
    if (!reader.takeIf(',')) return undefined
    reader.take(OPTIONAL_SPACE)
    if (reader.isAtEnd()) return undefined
  }
  return members
}

const FIELD_LENGTH_MAX = 4096
const KEY = /[a-z*][a-z0-9_.*-]*/y
const TOKEN = /[A-Za-z*][!#$%&'*+.^_`|~0-9A-Za-z:/-]*/y
const STRING = /"(?:[\x20-\x21\x23-\x5B\x5D-\x7E]|\\["\\])*"/y
const INTEGER = /-?[0-9]{1,15}(?![0-9.])/y
const BYTES = /:[A-Za-z0-9+/]*={0,2}:/y
const OPTIONAL_SPACE = /[ \t]*/y
const SPACES = / */y

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  isAtEnd(): boolean {
    return this.#at === this.#text.length
  }

  skipSpaces(): void {
    this.take(SPACES)
  }

  takeIf(character: string): boolean {
    const isHere = this.#text[this.#at] === character
    if (isHere) this.#at += 1
    return isHere
  }

  /** What a sticky pattern finds right here. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const [found] = pattern.exec(this.#text) ?? []
    this.#at += found?.length ?? 0
    return found
  }
}

function readFlag(reader: Reader): Item | undefined {
  const parameters = readParameters(reader)
  return parameters === undefined ? undefined : { kind: 'item', value: { kind: 'boolean', value: true }, parameters }
}

function readMember(reader: Reader): Item | InnerList | undefined {
  return reader.takeIf('(') ? readInnerList(reader) : readItem(reader)
}

function readInnerList(reader: Reader): InnerList | undefined {
  const items: Item[] = []
  for (;;) {
    reader.skipSpaces()
    if (reader.takeIf(')')) break
    const item = readItem(reader)
    if (item === undefined) return undefined
    items.push(item)
    // Two items without a space between them are none.
    const [isSpaced, isLast] = [reader.takeIf(' '), reader.takeIf(')')]
    if (isLast) break
    if (!isSpaced) return undefined
  }
  const parameters = readParameters(reader)
  return parameters === undefined ? undefined : { kind: 'list', items, parameters }
}

function readItem(reader: Reader): Item | undefined {
  const value = readBareItem(reader)
  const parameters = readParameters(reader)
  return value === undefined || parameters === undefined ? undefined : { kind: 'item', value, parameters }
}

function readParameters(reader: Reader): Parameters | undefined {
  const parameters = new Map<string, BareItem>()
  while (reader.takeIf(';')) {
    reader.skipSpaces()
    const name = reader.take(KEY)
    if (name === undefined || parameters.has(name)) return undefined
    const value: BareItem | undefined = reader.takeIf('=') ? readBareItem(reader) : { kind: 'boolean', value: true }
    if (value === undefined) return undefined
    parameters.set(name, value)
  }
  return parameters
}

function readBareItem(reader: Reader): BareItem | undefined {
  const quoted = reader.take(STRING)
  if (quoted !== undefined) return { kind: 'string', value: quoted.slice(1, -1).replaceAll(/\\(["\\])/g, '$1') }
  const integer = reader.take(INTEGER)
  if (integer !== undefined) return { kind: 'integer', value: Number(integer) }
  const encoded = reader.take(BYTES)
  if (encoded !== undefined) return readBytes(encoded.slice(1, -1))
  if (reader.takeIf('?')) {
    const isTrue = reader.takeIf('1')
    return isTrue || reader.takeIf('0') ? { kind: 'boolean', value: isTrue } : undefined
  }
  const token = reader.take(TOKEN)
  return token === undefined ? undefined : { kind: 'token', value: token }
}

function readBytes(encoded: string): BareItem | undefined {
  if (encoded.length % 4 !== 0) return undefined
  const value = parseBase64url(encoded.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'))
  return value === undefined ? undefined : { kind: 'bytes', value }
}

export function writeInnerList({ items, parameters }: InnerList): string {
  return `(${items.map((item) => writeItem(item)).join(' ')})${writeParameters(parameters)}`
}

function writeItem({ value, parameters }: Item): string {
  return writeBareItem(value) + writeParameters(parameters)
}

function writeParameters(parameters: Parameters): string {
  return [...parameters].map(([name, value]) => `;${name}${isFlag(value) ? '' : `=${writeBareItem(value)}`}`).join('')
}

function isFlag(item: BareItem): boolean {
  return item.kind === 'boolean' && item.value
}

export function writeBareItem(item: BareItem): string {
  switch (item.kind) {
    case 'string':
      return `"${item.value.replaceAll(/["\\]/g, String.raw`\$&`)}"`
    case 'token':
      return item.value
    case 'integer':
      return String(item.value)
    case 'boolean':
      return item.value ? '?1' : '?0'
    case 'bytes':
      return `:${base64(item.value)}:`
  }
}

function base64(bytes: Uint8Array): string {
  const unpadded = base64url(bytes).replaceAll('-', '+').replaceAll('_', '/')
  return unpadded.padEnd(Math.ceil(unpadded.length / 4) * 4, '=')
}
