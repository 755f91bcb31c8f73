import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { EngineFailure, EngineState } from '../engine/engine-state.ts'
import { Button, Spinner } from '../parts/button.tsx'
import { Confirm } from '../parts/dialog.tsx'
import { LockedScreen } from '../locked/locked-view.tsx'
import { WelcomeScreen } from '../welcome/welcome-view.tsx'
import { useApp } from './app-context.ts'
import { DoorFrame } from './door-frame.tsx'

/** Everything that is shown while the vault is not open. */
export function ClosedScreen({ state }: { readonly state: Exclude<EngineState, { kind: 'open' }> }): ReactNode {
  switch (state.kind) {
    case 'starting':
      return <StartingScreen />
    case 'empty':
      return <WelcomeScreen storage={state.storage} isRemoved={state.isRemoved} />
    case 'locked':
      return <LockedScreen lock={state} />
    case 'inUse':
      return <InUseScreen />
    case 'unsupported':
      return <UnsupportedScreen />
    case 'failed':
      return <FailedScreen failure={state.failure} />
  }
}

function StartingScreen(): ReactNode {
  return (
    <main className="grid h-full place-items-center bg-page text-ink-soft">
      <div role="status" className="flex items-center gap-3">
        <Spinner />
        <Trans>Opening …</Trans>
      </div>
    </main>
  )
}

export function OtherBuildScreen(): ReactNode {
  const { t } = useLingui()
  return (
    <DoorFrame title={t`Another version is running`}>
      <p className="text-ink-soft">
        <Trans>Another tab runs a different version of Rushlight. Load this one again, then both are the same.</Trans>
      </p>
      <Button tone="primary" className="mt-6 w-full" onClick={() => location.reload()}>
        <Trans>Load again</Trans>
      </Button>
    </DoorFrame>
  )
}

function InUseScreen(): ReactNode {
  const { t } = useLingui()
  return (
    <DoorFrame title={t`Open in another tab that does not answer`}>
      <p className="text-ink-soft">
        <Trans>
          Your vault can be open in one place at a time, and a tab or window of this browser still holds it. Close the
          other Rushlight tabs, then try again. Nothing is lost.
        </Trans>
      </p>
      <Button tone="primary" className="mt-6 w-full" onClick={() => location.reload()}>
        <Trans>Try again</Trans>
      </Button>
    </DoorFrame>
  )
}

function UnsupportedScreen(): ReactNode {
  const { t } = useLingui()
  return (
    <DoorFrame title={t`This browser is too old`}>
      <p className="text-ink-soft">
        <Trans>
          Rushlight needs the Ed25519 and X25519 curves in the browser’s own cryptography. Chromium 137, Firefox 133 and
          Safari 18.2 have them. Update the browser and open this page again.
        </Trans>
      </p>
    </DoorFrame>
  )
}

function FailedScreen({ failure }: { readonly failure: EngineFailure }): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const [isAsking, setAsking] = useState(false)
  return (
    <DoorFrame title={t`The vault could not be opened`}>
      <p className="text-ink-soft">
        <FailureWords failure={failure} />
      </p>
      <p className="mt-3 text-sm text-ink-soft">
        <Trans>Code: {failure}</Trans>
      </p>
      <Button tone="primary" className="mt-6 w-full" onClick={() => location.reload()}>
        <Trans>Try again</Trans>
      </Button>
      {failure === 'damaged' && (
        <Button tone="plain" className="mt-2 w-full" onClick={() => setAsking(true)}>
          <Trans>Erase and sign in again</Trans>
        </Button>
      )}
      <Confirm
        title={t`Erase this browser’s vault?`}
        text={t`Messages that are only here are gone then. Account, contacts and the list of rooms come back when you sign in.`}
        action={t`Erase`}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => void engine.call('erase')}
      />
    </DoorFrame>
  )
}

function FailureWords({ failure }: { readonly failure: EngineFailure }): ReactNode {
  switch (failure) {
    case 'damaged':
      return <Trans>What is stored in this browser is damaged.</Trans>
    case 'newer':
      return (
        <Trans>What is stored here was written by a newer version of Rushlight. Load the page again to get it.</Trans>
      )
    case 'storageFull':
      return <Trans>This device has no room left. Free some space, then try again. Nothing is lost.</Trans>
    case 'unknown':
      return <Trans>The browser refused to open its storage. Close other tabs of Rushlight, then try again.</Trans>
  }
}
