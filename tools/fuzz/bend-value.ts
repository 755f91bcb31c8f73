import { bendBytes } from './bend-bytes.ts'
import type { Dice } from './dice.ts'

/**
 * Changes inside what the bytes say: one part of the value becomes another, and its encoder makes all lengths and counts
 * around it fit again. So what stands deep inside is reached, which single bytes hardly ever do.
 */
export function bendValue(dice: Dice, value: unknown, parts: PartsBox): unknown {
  const spots = listSpots(value)
  const spot = dice.pick(spots)
  return spot === undefined ? value : replaced(value, spot.path, (part) => bendPart(dice, part, { spot, parts }))
}

/** Parts of all values seen, by the name under which they stood: what fits at one place may be tried at another. */
export class PartsBox {
  readonly #byName = new Map<string, unknown[]>()
  static readonly #MAX = 64

  fill(dice: Dice, value: unknown): void {
    for (const { name, part } of listSpots(value)) {
      const held = this.#byName.get(name) ?? []
      if (held.length < PartsBox.#MAX) held.push(part)
      else held[dice.throw(PartsBox.#MAX)] = part
      this.#byName.set(name, held)
    }
  }

  draw(dice: Dice, name: string): unknown {
    return dice.pick(this.#byName.get(name) ?? [])
  }
}

type Spot = { readonly path: readonly unknown[]; readonly name: string; readonly part: unknown }

const DEPTH_MAX = 12
const SPOTS_MAX = 400

function listSpots(value: unknown): readonly Spot[] {
  const spots: Spot[] = []
  const visit = (part: unknown, path: readonly unknown[], name: string): void => {
    if (spots.length >= SPOTS_MAX || path.length > DEPTH_MAX) return
    spots.push({ path, name, part })
    for (const [key, child] of childrenOf(part)) visit(child, [...path, key], typeof key === 'string' ? key : name)
  }
  visit(value, [], '')
  return spots
}

function childrenOf(part: unknown): readonly (readonly [unknown, unknown])[] {
  if (part instanceof Map) return [...part]
  if (Array.isArray(part)) return [...part.entries()]
  if (isPlain(part)) return Object.entries(part)
  return []
}

function isPlain(part: unknown): part is Record<string, unknown> {
  return typeof part === 'object' && part !== null && !ArrayBuffer.isView(part)
}

function replaced(value: unknown, [key, ...rest]: readonly unknown[], change: (part: unknown) => unknown): unknown {
  if (key === undefined) return change(value)
  if (value instanceof Map)
    return new Map([...value].map(([at, child]) => [at, at === key ? replaced(child, rest, change) : child]))
  if (Array.isArray(value))
    return value.map((child: unknown, at) => (at === key ? replaced(child, rest, change) : child))
  if (!isPlain(value) || typeof key !== 'string') return value
  return { ...value, [key]: replaced(value[key], rest, change) }
}

const NUMBERS = [0, 1, 2, 23, 24, 255, 256, 65_535, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1]
const NO_BYTES = new Uint8Array(0)

function bendPart(dice: Dice, part: unknown, { spot, parts }: { spot: Spot; parts: PartsBox }): unknown {
  if (dice.isOneIn(4)) return parts.draw(dice, spot.name)
  if (part instanceof Uint8Array) {
    const other = parts.draw(dice, spot.name)
    return bendBytes(dice, part, other instanceof Uint8Array ? other : NO_BYTES)
  }
  if (typeof part === 'number') return dice.isOneIn(2) ? part + dice.throw(3) - 1 : dice.pick(NUMBERS)
  if (typeof part === 'bigint') return BigInt(dice.pick(NUMBERS) ?? 0)
  if (typeof part === 'string') return bendText(dice, part)
  if (typeof part === 'boolean') return !part
  if (Array.isArray(part)) return bendList(dice, part, (name) => parts.draw(dice, name), spot.name)
  if (part instanceof Map) return new Map(bendList(dice, [...part], () => undefined, spot.name).flatMap(asPair))
  return isPlain(part) ? bendRecord(dice, part) : part
}

function asPair(entry: unknown): readonly [unknown, unknown][] {
  return Array.isArray(entry) ? [[entry[0], entry[1]]] : []
}

function bendText(dice: Dice, text: string): string {
  const at = dice.throw(text.length + 1)
  const inserted = dice.pick(['', 'a', '\0', '\u{1F600}', '\u202e', '.', '@', '/', 'x'.repeat(300)]) ?? ''
  return text.slice(0, at) + inserted + text.slice(at + dice.throw(3))
}

// oxlint-disable-next-line max-params -- a list, and where more comes from
function bendList(dice: Dice, list: readonly unknown[], draw: (name: string) => unknown, name: string): unknown[] {
  const at = dice.throw(list.length)
  switch (dice.throw(5)) {
    case 0:
      return [...list.slice(0, at), ...list.slice(at + 1)]
    case 1:
      return [...list.slice(0, at), ...list.slice(at, at + 1), ...list.slice(at)]
    case 2:
      return list.toReversed()
    case 3:
      return [...list, draw(name) ?? list[at]]
    default:
      return Array.from({ length: 1 + dice.throw(40) }, () => list[at])
  }
}

function bendRecord(dice: Dice, record: Record<string, unknown>): Record<string, unknown> {
  const [from, to] = [dice.pick(Object.keys(record)), dice.pick(Object.keys(record))]
  return from === undefined || to === undefined ? record : { ...record, [to]: record[from] }
}
