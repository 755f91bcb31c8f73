import { Trans, useLingui } from '@lingui/react/macro'
import { Copy } from 'lucide-react'
import type { ReactNode } from 'react'
import type { LinkView } from '@rushlight/core'
import { useApp } from '../app/app-context.ts'
import { Button } from '../parts/button.tsx'
import { QrView } from '../parts/qr-view.tsx'
import { toasts } from '../parts/toasts.tsx'

export type LinkingViewProps = {
  readonly view: LinkView
  /** This device is on the account already, and decides. */
  readonly decides: boolean
}

/** What a person sees of a linking under way: what to give the other device, and what both have to show alike. */
export function LinkingView({ view, decides }: LinkingViewProps): ReactNode {
  const { engine } = useApp()
  return (
    <div className="space-y-4 py-3" aria-live="polite">
      {view.kind === 'waiting' ? <Waiting view={view} /> : <Going view={view} decides={decides} />}
      {(view.kind === 'waiting' || (view.kind === 'comparing' && !decides)) && (
        <Button className="w-full" onClick={() => void engine.call('cancelLinking')}>
          <Trans>Cancel</Trans>
        </Button>
      )}
    </div>
  )
}

function Waiting({ view: { code, link } }: { readonly view: Extract<LinkView, { kind: 'waiting' }> }): ReactNode {
  const { t } = useLingui()
  if (code === undefined) return <Trans>Looking for the other device …</Trans>

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(link ?? '')
    toasts.add({ description: t`Link copied. It is good for ten minutes, and for one device.` })
  }

  return (
    <>
      <p className="text-ink-soft">
        <Trans>
          Scan this with the other device, paste the link there, or type the code. It is good for ten minutes.
        </Trans>
      </p>
      {link !== undefined && <QrView text={link} label={t`The link as a picture to scan`} />}
      <p className="text-center font-mono text-2xl font-semibold tracking-widest select-all">{code}</p>
      {link !== undefined && (
        <Button className="w-full" onClick={() => void copy()}>
          <Copy aria-hidden size={17} />
          <Trans>Copy link</Trans>
        </Button>
      )}
    </>
  )
}

function Going({ view, decides }: LinkingViewProps): ReactNode {
  switch (view.kind) {
    case 'comparing':
      return <Comparing view={view} decides={decides} />
    case 'joining':
      return <Trans>Bringing your account over …</Trans>
    case 'done':
      return <Trans>The device is on your account now. It comes into your conversations by itself.</Trans>
    default:
      return <Trans>Connecting …</Trans>
  }
}

type ComparingProps = { readonly view: Extract<LinkView, { kind: 'comparing' }>; readonly decides: boolean }

function Comparing({ view: { emoji, name, isProven }, decides }: ComparingProps): ReactNode {
  const { t, i18n } = useLingui()
  const { engine } = useApp()
  const isDutch = i18n.locale.startsWith('nl')
  return (
    <>
      {name !== undefined && (
        <p className="font-medium">
          <Trans>{name} wants to become a device of your account.</Trans>
        </p>
      )}
      <ul aria-label={t`Pictures to compare`} className="flex flex-wrap justify-center gap-3">
        {emoji.map(({ symbol, en, nl }, place) => (
          <li key={place} className="w-16 text-center">
            <span aria-hidden className="block text-3xl">
              {symbol}
            </span>
            <span className="text-xs text-ink-soft">{isDutch ? nl : en}</span>
          </li>
        ))}
      </ul>
      <p className="text-sm text-ink-soft">
        {isProven ? (
          <Trans>Both devices show these pictures. The link has proven already that nobody stands between.</Trans>
        ) : (
          <Trans>
            Both devices have to show these same pictures. If they do not, somebody stands between: refuse on the device
            that has your account.
          </Trans>
        )}
      </p>
      {decides && (
        <div className="flex flex-wrap gap-2">
          <Button tone="primary" className="flex-1" onClick={() => void engine.call('decideLinking', true)}>
            <Trans>They are the same: add it</Trans>
          </Button>
          <Button className="flex-1" onClick={() => void engine.call('decideLinking', false)}>
            <Trans>Refuse</Trans>
          </Button>
        </div>
      )}
    </>
  )
}
