import { mapped, text } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import type { Brand } from '../bytes/brand.ts'
import { NAME_LENGTH_MAX, NAME_LENGTH_MIN } from '../limits.ts'
import { parseProviderName } from './provider.ts'
import type { ProviderName } from './provider.ts'

/**
 * The name by which people find an account at a provider; it is a way to find, never who someone is (R31). Lower-case
 * ASCII letters, digits, and single `.`, `-`, `_` between them; begins with a letter.
 */
export type AccountName = Brand<string, 'AccountName'>

const SHAPE = /^[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*$/

export function parseAccountName(name: string): AccountName | undefined {
  return isAccountName(name) ? name : undefined
}

function isAccountName(name: string): name is AccountName {
  return name.length >= NAME_LENGTH_MIN && name.length <= NAME_LENGTH_MAX && SHAPE.test(name)
}

export const accountNameCodec: Codec<AccountName> = mapped(text(NAME_LENGTH_MAX), {
  parse: parseAccountName,
  encode: (name): string => name,
})

/** Names that would pass for the provider itself. */
const RESERVED: readonly string[] = (
  'abuse admin administrator anonymous billing bot everyone help helpdesk hostmaster info mail me mod moderator ' +
  'myself noreply official operator owner postmaster privacy recovery root rushlight security self server service ' +
  'staff sudo superuser support system team undefined unknown verification webmaster wickr'
).split(' ')

/**
 * What a name looks like at a glance: two names with one skeleton are confusable, and the second is refused.
 * (Unicode TR39's idea for the few look-alikes that lower-case ASCII has: single characters first, then what looks like two
 * is written as two, so that `c1` and `d` meet.)
 */
export function skeletonOf(name: string): string {
  return name
    .replaceAll(/[._-]/g, '')
    .replaceAll(/[1ij]/g, 'l')
    .replaceAll('0', 'o')
    .replaceAll('5', 's')
    .replaceAll('2', 'z')
    .replaceAll(/[68]/g, 'b')
    .replaceAll('9', 'g')
    .replaceAll('m', 'rn')
    .replaceAll('w', 'vv')
    .replaceAll('d', 'cl')
    .replaceAll(/n(?=n)/g, 'r')
}

const RESERVED_SKELETONS: ReadonlySet<string> = new Set(RESERVED.map((name) => skeletonOf(name)))

/** Reserved, or looks like a reserved name. */
export function isReservedName(name: AccountName): boolean {
  return RESERVED_SKELETONS.has(skeletonOf(name))
}

/** `alice` on one's own provider, or `alice@chat.example.org`. */
export type Handle = { readonly name: AccountName; readonly provider: ProviderName | undefined }

export function parseHandle(handle: string): Handle | undefined {
  const [name = '', host, ...rest] = handle.trim().toLowerCase().replace(/^@/, '').split('@')
  const parsedName = parseAccountName(name)
  const provider = host === undefined ? undefined : parseProviderName(host)
  if (parsedName === undefined || rest.length > 0 || (host !== undefined && provider === undefined)) return undefined
  return { name: parsedName, provider }
}
