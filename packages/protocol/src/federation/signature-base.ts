import { writeBareItem, writeInnerList } from './structured-field.ts'
import type { InnerList, Item } from './structured-field.ts'

/** What of an HTTP message can be signed: a request, or an answer by its status. */
export type HttpMessage = {
  /** Of a request. */
  readonly method?: string
  /** Of a request: where it was sent to. */
  readonly target?: RequestTarget
  /** Of an answer. */
  readonly status?: number
  /** By lower-case name; several fields of one name are joined by a comma and a space. */
  readonly headers: ReadonlyMap<string, string>
}

export type RequestTarget = {
  /** Host in lower case, and the port if it is not the scheme's own. */
  readonly authority: string
  readonly path: string
  /** With its question mark; empty where there is none. */
  readonly query: string
}

/**
 * The bytes that a signature covers (RFC 9421 §2.5), as text: one line for each component that is named, and one for what
 * names them. `undefined` if a component is not there, is named twice, or is of a kind that we do not know: such a
 * signature covers nothing that we could stand by.
 */
export function signatureBase(message: HttpMessage, covered: InnerList): string | undefined {
  const lines = new Map<string, string>()
  for (const component of covered.items) {
    const value = valueOf(message, component)
    if (component.value.kind !== 'string' || value === undefined) return undefined
    const name = nameOf(component)
    if (lines.has(name)) return undefined
    lines.set(name, value)
  }
  lines.set('"@signature-params"', writeInnerList(covered))
  return [...lines].map(([name, value]) => `${name}: ${value}`).join('\n')
}

function nameOf({ value, parameters }: Item): string {
  const name = writeBareItem(value)
  const query = parameters.get('name')
  return query === undefined ? name : `${name};name=${writeBareItem(query)}`
}

function valueOf({ method, target, status, headers }: HttpMessage, { value, parameters }: Item): string | undefined {
  if (value.kind !== 'string') return undefined
  if (value.value === '@query-param') return queryParameter(target?.query ?? '', parameters)
  if (parameters.size > 0) return undefined
  switch (value.value) {
    case '@method':
      return method
    case '@authority':
      return target?.authority
    case '@path':
      return target?.path
    case '@query':
      return target === undefined ? undefined : target.query || '?'
    case '@status':
      return status === undefined ? undefined : String(status)
    default:
      return value.value === value.value.toLowerCase() ? headers.get(value.value)?.trim() : undefined
  }
}

/** Of parameters that are written as they are: nothing of ours needs an escape. */
function queryParameter(query: string, parameters: Item['parameters']): string | undefined {
  const name = parameters.get('name')
  if (name?.kind !== 'string' || parameters.size > 1) return undefined
  const named = query
    .slice(1)
    .split('&')
    .filter((one) => one.startsWith(`${name.value}=`))
  const [value, ...others] = named.map((one) => one.slice(name.value.length + 1))
  return value === undefined || others.length > 0 || /[%+]/.test(value) ? undefined : value
}
