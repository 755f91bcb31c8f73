import { base64url } from '@rushlight/protocol'
import type { AccountId, Crypto, DeviceId } from '@rushlight/protocol'
import type { Caller, Session } from './caller.ts'

/** Which connections have proved which device they are, and the tokens by which their HTTP requests are known. */
export interface SessionRegistry {
  of(caller: Caller): Session | undefined
  /** Replaces what the connection was before. Answers the token: it dies with the connection. */
  begin(caller: Caller, session: Session): string
  ofToken(token: string): Session | undefined
  end(caller: Caller): void
  /** Ends the sessions of an account's devices that are not among `kept`, and has them come anew: then they learn why. */
  endOthers(account: AccountId, kept: readonly DeviceId[]): void
}

export function createSessionRegistry(crypto: Pick<Crypto, 'randomBytes'>): SessionRegistry {
  const live = new Map<Caller, { readonly session: Session; readonly token: string }>()
  const byToken = new Map<string, Session>()
  const byAccount = new Map<AccountId, Set<Caller>>()

  function end(caller: Caller): void {
    const ended = live.get(caller)
    if (ended === undefined) return
    live.delete(caller)
    byToken.delete(ended.token)
    const { account } = ended.session
    const callers = byAccount.get(account)
    callers?.delete(caller)
    if (callers?.size === 0) byAccount.delete(account)
  }

  return {
    of: (caller) => live.get(caller)?.session,
    begin(caller, session) {
      end(caller)
      const token = base64url(crypto.randomBytes(TOKEN_BYTES))
      live.set(caller, { session, token })
      byToken.set(token, session)
      const callers = byAccount.get(session.account) ?? new Set()
      byAccount.set(session.account, callers.add(caller))
      return token
    },
    ofToken: (token) => byToken.get(token),
    end,
    endOthers(account, kept) {
      for (const caller of byAccount.get(account) ?? []) {
        const device = live.get(caller)?.session.device
        if (device !== undefined && kept.includes(device)) continue
        end(caller)
        caller.push({ kind: 'closing' })
      }
    },
  }
}

const TOKEN_BYTES = 32
