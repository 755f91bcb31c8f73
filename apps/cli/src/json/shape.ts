/**
 * Forms of JSON: what comes in is unknown, what comes out is typed. A field that is absent, `null` or `undefined` is the
 * same: `undefined`. Fields that a form does not know are passed over in what we are told, and refused in what we are asked.
 */
export interface Shape<T> {
  /** Throws `Misshapen`. */
  parse(json: unknown): T
}

/** Says nothing of what was in it. */
export class Misshapen extends Error {
  override readonly name = 'Misshapen'
}

export function text(lengthMax: number = TEXT_LENGTH_MAX): Shape<string> {
  return shapeOf((json) => (typeof json === 'string' && json.length <= lengthMax ? json : undefined))
}

/** More than any text of a message; what is longer is no text of ours. */
const TEXT_LENGTH_MAX = 1_000_000

/** A whole number from 0. */
export const count: Shape<number> = shapeOf((json) =>
  typeof json === 'number' && Number.isSafeInteger(json) && json >= 0 ? json : undefined,
)

export const whole: Shape<number> = shapeOf((json) =>
  typeof json === 'number' && Number.isSafeInteger(json) ? json : undefined,
)

export const yes: Shape<boolean> = shapeOf((json) => (typeof json === 'boolean' ? json : undefined))

export function oneOf<const T extends string>(words: readonly T[]): Shape<T> {
  return shapeOf((json) => words.find((word) => word === json))
}

export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  return shapeOf((json) => (Array.isArray(json) ? json.map((one: unknown) => item.parse(one)) : undefined))
}

export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return { parse: (json) => (json === undefined || json === null ? undefined : shape.parse(json)) }
}

/** A field may be left out where its type has `undefined`; its shape is then an `optional` one. */
type Fields<T> = { readonly [K in keyof T]-?: Shape<T[K]> }

export function object<T extends object>(fields: Fields<T>): Shape<T> {
  return { parse: (json) => parseFields(fields, json) }
}

export function exactly<T extends object>(fields: Fields<T>): Shape<T> {
  return {
    parse(json) {
      if (!isObject(json) || Object.keys(json).some((name) => !Object.hasOwn(fields, name))) throw new Misshapen()
      return parseFields(fields, json)
    },
  }
}

/** No parameters at all. */
export const nothing: Shape<undefined> = {
  parse(json) {
    const isEmpty = json === undefined || json === null || (isObject(json) && Object.keys(json).length === 0)
    if (!isEmpty) throw new Misshapen()
    return undefined
  },
}

export function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

function parseFields<T extends object>(fields: Fields<T>, json: unknown): T {
  if (!isObject(json)) throw new Misshapen()
  const found: Record<string, unknown> = {}
  for (const [name, shape] of Object.entries<Shape<unknown>>(fields)) found[name] = shape.parse(json[name])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- built field by field from the shapes it is typed by
  return found as T
}

function shapeOf<T>(parse: (json: unknown) => T | undefined): Shape<T> {
  return {
    parse(json) {
      const value = parse(json)
      if (value === undefined) throw new Misshapen()
      return value
    },
  }
}
