import { Trans, useLingui } from '@lingui/react/macro'
import { Copy, EyeOff, UserMinus, Waypoints } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import type { Registration } from '@rushlight/protocol'
import { useApp, useObserved } from '../app/app-context.ts'
import { DoorFrame } from '../app/door-frame.tsx'
import type { StorageKind } from '../engine/engine-state.ts'
import { Banner } from '../parts/banner.tsx'
import { LinkForm } from '../linking/link-form.tsx'
import { Button } from '../parts/button.tsx'
import { OpenExportForm } from './open-export-form.tsx'
import { RecoverForm } from './recover-form.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { SignUpForm } from './sign-up-form.tsx'

export type WelcomeScreenProps = { readonly storage: StorageKind; readonly isRemoved: boolean }

export function WelcomeScreen({ storage, isRemoved }: WelcomeScreenProps): ReactNode {
  const { t } = useLingui()
  const { model, engine } = useApp()
  const { invitation, operatorToken, adoptLink, deviceLink } = useObserved(model.brought)
  const begun = deviceLink === undefined ? (isRemoved ? 'signIn' : 'signUp') : 'link'
  const [way, setWay] = useState<'signUp' | 'signIn' | 'recover' | 'link' | 'open'>(begun)
  const [registration, setRegistration] = useState<Registration | undefined>(undefined)
  const titles = {
    signUp: t`Say it, and let it vanish`,
    signIn: t`Sign in`,
    recover: t`Come back`,
    link: t`Link this device`,
    open: t`Open an export`,
  }
  useEffect(() => {
    void engine.call('registration').then(setRegistration, () => undefined)
  }, [engine])
  return (
    <DoorFrame title={titles[way]}>
      <ArrivalNotices storage={storage} isRemoved={isRemoved} />
      {adoptLink !== undefined && <AdoptNotice link={adoptLink} />}
      {way === 'signIn' && <SignInForm storage={storage} />}
      {way === 'link' && <LinkForm storage={storage} />}
      {way === 'open' && <OpenExportForm storage={storage} />}
      {way === 'recover' && <RecoverForm storage={storage} />}
      {way === 'signUp' && (
        <SignUpForm storage={storage} registration={registration} broughtCode={invitation ?? operatorToken} />
      )}
      {way === 'signIn' && (
        <Button tone="plain" className="mt-3 w-full" onClick={() => setWay('link')}>
          <Trans>Link this device with another one</Trans>
        </Button>
      )}
      {way === 'signIn' && (
        <Button tone="plain" className="mt-3 w-full" onClick={() => setWay('recover')}>
          <Trans>Forgot your password, or lost all devices?</Trans>
        </Button>
      )}
      <Button tone="plain" className="mt-3 w-full" onClick={() => setWay(way === 'signIn' ? 'signUp' : 'signIn')}>
        {way === 'signIn' ? <Trans>I am new here</Trans> : <Trans>I have an account</Trans>}
      </Button>
      {way !== 'open' && (
        <Button tone="plain" className="mt-1 w-full" onClick={() => setWay('open')}>
          <Trans>Open an export</Trans>
        </Button>
      )}
    </DoorFrame>
  )
}

function ArrivalNotices({ storage, isRemoved }: WelcomeScreenProps): ReactNode {
  return (
    <>
      {isRemoved && (
        <Notice icon={<UserMinus size={18} />}>
          <Trans>
            This device was taken off the account, so everything here was erased. You can sign in again; if it was not
            you who did that, your recovery phrase takes the account back.
          </Trans>
        </Notice>
      )}
      {storage === 'memory' && (
        <Notice icon={<EyeOff size={18} />}>
          <Trans>
            This window keeps nothing, as private windows do. You can try Rushlight here, but account keys and messages
            end with the window.
          </Trans>
        </Notice>
      )}
    </>
  )
}

/** The vault of whoever has an account elsewhere lies at the app of that place: this page cannot see it. */
function AdoptNotice({ link }: { readonly link: string }): ReactNode {
  return (
    <Notice icon={<Waypoints size={18} />}>
      <Trans>
        Somebody offers you this provider for an account that you have elsewhere. Open Rushlight where your account is,
        go to Settings, then Providers, and paste this link there. To begin anew here instead, create an account below.
      </Trans>
      <Button className="mt-3 w-full" onClick={() => void navigator.clipboard.writeText(link)}>
        <Copy aria-hidden size={17} />
        <Trans>Copy link</Trans>
      </Button>
    </Notice>
  )
}

function Notice({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }): ReactNode {
  return (
    <div className="mb-5 overflow-hidden rounded-xl">
      <Banner icon={icon}>{children}</Banner>
    </div>
  )
}
