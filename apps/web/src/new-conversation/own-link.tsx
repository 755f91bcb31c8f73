import { Trans, useLingui } from '@lingui/react/macro'
import { Copy } from 'lucide-react'
import type { ReactNode } from 'react'
import { useObserved, useSession } from '../app/app-context.ts'
import { personLink } from '../links/app-links.ts'
import { Button } from '../parts/button.tsx'
import { QrView } from '../parts/qr-view.tsx'
import { toasts } from '../parts/toasts.tsx'

/** The own name, link and QR: whoever has one of them can ask to talk. */
export function OwnLink(): ReactNode {
  const { t } = useLingui()
  const session = useSession()
  const self = useObserved(session.self)
  const provider = useObserved(session.connection)?.provider
  if (self === undefined) return undefined
  const link = personLink(location.origin, self.account)
  const name = provider === undefined ? self.name : `${self.name}@${provider}`

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(link)
    toasts.add({ description: t`Link copied.` })
  }

  return (
    <div className="py-4 text-center">
      <QrView text={link} label={t`QR code of your link`} />
      <p className="mt-4 font-semibold break-all">{name}</p>
      <p className="mx-auto mt-1 max-w-xs text-sm text-ink-soft">
        <Trans>Whoever has your name or this link can ask to talk to you. You decide whether you answer.</Trans>
      </p>
      <Button className="mt-3" onClick={() => void copy()}>
        <Copy aria-hidden size={17} />
        <Trans>Copy link</Trans>
      </Button>
    </div>
  )
}
