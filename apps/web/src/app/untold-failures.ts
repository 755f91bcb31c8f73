import { t } from '@lingui/core/macro'
import { toasts } from '../parts/toasts.tsx'
import { EngineError } from '../rpc/engine-link.ts'

/** What somebody asked for, what the engine could not do, and what no view told: said in words, never silent. */
export function tellUntoldFailures(): void {
  addEventListener('unhandledrejection', (event) => {
    const reason: unknown = event.reason
    if (!(reason instanceof EngineError)) return
    event.preventDefault()
    // A lock in between shows itself.
    if (reason.code !== 'notOpen') toasts.add({ description: wordsOf(reason) })
  })
}

function wordsOf({ code }: EngineError): string {
  return code === 'storageFull'
    ? t`This device has no room left, so that was not done. Free some space and try again.`
    : t`That could not be done. Try again.`
}
