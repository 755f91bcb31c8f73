/**
 * Links that lead into the app. What they carry stands behind the `#`, which browsers keep to themselves: no server and no
 * log ever sees it.
 */
import { accountId } from '@rushlight/protocol'
import type { AccountId } from '@rushlight/protocol'

/** What a link brought, beside the place where it leads. */
export type Brought = {
  readonly operatorToken: string | undefined
  readonly invitation: string | undefined
  /** Whole, as the server printed it: it says where, and under which key. */
  readonly adoptLink: string | undefined
  /** Whole: what another device of one's own shows, to be linked by it or with it. */
  readonly deviceLink: string | undefined
}

/** `…/#operator=TOKEN`, `…/#invitation=CODE` and `…/#adopt=KEY`, as the provider and its operator hand them out. */
export function parseBrought({ origin, hash }: Pick<Location, 'origin' | 'hash'>): Brought {
  const values = new URLSearchParams(hash.replace(/^#\/?/, ''))
  return {
    operatorToken: nonEmpty(values.get('operator')),
    invitation: nonEmpty(values.get('invitation')),
    adoptLink: values.has('adopt') ? `${origin}/${hash}` : undefined,
    deviceLink: values.has('link') ? `${origin}/${hash}` : undefined,
  }
}

function nonEmpty(text: string | null): string | undefined {
  return text === null || text === '' ? undefined : text
}

export function invitationLink(origin: string, code: string): string {
  return `${origin}/#invitation=${encodeURIComponent(code)}`
}

/** Whoever follows it can begin a conversation with the account, and with nobody put in its place. */
export function personLink(origin: string, account: AccountId): string {
  return `${origin}/#/add/${account}`
}

/** An account out of a link, or out of its last part alone. */
export function parsePersonLink(text: string): AccountId | undefined {
  const part = text.trim().split('/').at(-1) ?? ''
  return accountId.parse(part)
}
