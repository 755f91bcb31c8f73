import type { Ledger } from './ledger.ts'

/** What a person does may fail with a full disk or a dying process; anything else is a fault of ours. */
export function guard(done: Promise<unknown>, ledger: Ledger): void {
  done.catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'storageFull' || code === 'closed') return
    ledger.violate('threw', error instanceof Error ? (error.stack ?? error.message) : 'unknown')
  })
}
