import type { WireError, WireErrorCode } from '@rushlight/protocol'

/** How a request ends: with a result, or with a refusal that says what to do about it. */
export type Outcome<R> = { readonly kind: 'done'; readonly result: R } | Refused
export type Refused = { readonly kind: 'refused'; readonly error: WireError }

export function done<R>(result: R): { readonly kind: 'done'; readonly result: R } {
  return { kind: 'done', result }
}

export function refuse(code: WireErrorCode, retryAfterMs?: number): Refused {
  return { kind: 'refused', error: retryAfterMs === undefined ? { code } : { code, retryAfterMs } }
}

/** `waitMs` as a limit answers it. */
export function refuseFor(waitMs: number): Refused | undefined {
  return waitMs > 0 ? refuse('tooManyRequests', waitMs) : undefined
}
