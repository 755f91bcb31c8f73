import { Trans, useLingui } from '@lingui/react/macro'
import { EyeOff, UserMinus } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import type { Registration } from '@rushlight/protocol'
import { useApp, useObserved } from '../app/app-context.ts'
import { DoorFrame } from '../app/door-frame.tsx'
import type { StorageKind } from '../engine/engine-state.ts'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { SignUpForm } from './sign-up-form.tsx'

export type WelcomeScreenProps = { readonly storage: StorageKind; readonly isRemoved: boolean }

export function WelcomeScreen({ storage, isRemoved }: WelcomeScreenProps): ReactNode {
  const { t } = useLingui()
  const { model, engine } = useApp()
  const { invitation, operatorToken } = useObserved(model.brought)
  const [isSigningIn, setSigningIn] = useState(isRemoved)
  const [registration, setRegistration] = useState<Registration | undefined>(undefined)
  useEffect(() => {
    void engine.call('registration').then(setRegistration, () => undefined)
  }, [engine])
  return (
    <DoorFrame title={isSigningIn ? t`Sign in` : t`Say it, and let it vanish`}>
      {isRemoved && (
        <Notice icon={<UserMinus size={18} />}>
          <Trans>This device was taken off the account, so everything here was erased. You can sign in again.</Trans>
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
      {isSigningIn ? (
        <SignInForm storage={storage} />
      ) : (
        <SignUpForm storage={storage} registration={registration} broughtCode={invitation ?? operatorToken} />
      )}
      <Button tone="plain" className="mt-3 w-full" onClick={() => setSigningIn(!isSigningIn)}>
        {isSigningIn ? <Trans>I am new here</Trans> : <Trans>I have an account</Trans>}
      </Button>
    </DoorFrame>
  )
}

function Notice({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }): ReactNode {
  return (
    <div className="mb-5 overflow-hidden rounded-xl">
      <Banner icon={icon}>{children}</Banner>
    </div>
  )
}
