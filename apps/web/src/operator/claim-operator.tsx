import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { useNavigate } from '@tanstack/react-router'
import { useApp, useObserved, useSession } from '../app/app-context.ts'
import { toasts } from '../parts/toasts.tsx'
import { wireErrorWords } from '../words/wire-words.ts'

/** The link that the server's first start printed was opened: whoever is signed in here becomes its operator. */
export function ClaimOperator(): ReactNode {
  const { t, i18n } = useLingui()
  const { engine, model } = useApp()
  const navigate = useNavigate()
  const { operatorToken } = useObserved(model.brought)
  const isOnline = useObserved(useSession().connection)?.state === 'online'
  const isClaiming = useRef(false)

  useEffect(() => {
    async function claim(token: string): Promise<void> {
      const claimed = await engine.call('claimOperator', token)
      if (claimed.kind === 'unreachable') return
      model.brought.set({ ...model.brought.value, operatorToken: undefined })
      const isDone = claimed.kind === 'done'
      toasts.add({ description: isDone ? t`You run this server now.` : wireErrorWords(claimed.error, i18n.locale) })
      if (isDone) await navigate({ to: '/server' })
    }

    if (operatorToken === undefined || !isOnline || isClaiming.current) return
    isClaiming.current = true
    void claim(operatorToken)
      .catch(() => undefined)
      .finally(() => {
        isClaiming.current = false
      })
  }, [engine, model, navigate, operatorToken, isOnline, t, i18n])
  return undefined
}
