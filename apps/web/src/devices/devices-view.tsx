import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useRouter } from '@tanstack/react-router'
import type { DeviceView } from '@rushlight/core'
import { useApp, useObserved, useSession } from '../app/app-context.ts'
import { HistorySection } from '../history/history-section.tsx'
import { AddDevice } from '../linking/add-device.tsx'
import { Confirm } from '../parts/dialog.tsx'
import { Pane, Section } from '../parts/pane.tsx'
import { toasts } from '../parts/toasts.tsx'
import { DeviceRow } from './device-row.tsx'

/** Which devices the account has: equal to one another, known by name to each other alone. */
export function DevicesScreen(): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const { engine } = useApp()
  const devices = useObserved(useSession().devices)
  const [leaving, setLeaving] = useState<DeviceView | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)
  const name = leaving === undefined ? '' : leaving.name === '' ? t`this device without a name` : leaving.name

  async function remove({ id }: DeviceView): Promise<void> {
    setBusy(true)
    const removed = await engine.call('removeDevice', id).catch(() => 'unreachable' as const)
    setBusy(false)
    setLeaving(undefined)
    toasts.add({
      description:
        removed === 'unreachable'
          ? t`Your server does not answer. Nothing was changed: try again when you are online.`
          : t`It is off your account, and out of every conversation.`,
    })
  }

  return (
    <Pane title={t`Devices`} onBack={() => void router.navigate({ to: '/settings' })}>
      <p className="mb-5 px-1 text-sm text-ink-soft">
        <Trans>
          All your devices are equal, and each gets every message. Only they know each other’s names and when they were
          used: no server does.
        </Trans>
      </p>
      <Section title={t`On your account`}>
        <ul aria-label={t`Your devices`} className="divide-y divide-line">
          {devices.map((device) => (
            <DeviceRow key={device.id} device={device} onRemove={() => setLeaving(device)} />
          ))}
        </ul>
      </Section>
      <HistorySection />
      <AddDevice />
      <Confirm
        title={t`Remove ${name}?`}
        text={t`It is put out of every conversation and gets nothing more. When it comes online next, it erases everything of this account by itself. Do this if you have lost it. What somebody has copied from it before stays copied.`}
        action={t`Remove it`}
        isOpen={leaving !== undefined}
        isBusy={isBusy}
        onClose={() => setLeaving(undefined)}
        onConfirm={() => {
          if (leaving !== undefined) void remove(leaving)
        }}
      />
    </Pane>
  )
}
