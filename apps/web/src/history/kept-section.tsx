import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useApp, useObserved, useSession } from '../app/app-context.ts'
import { Section } from '../parts/pane.tsx'
import { SwitchRow } from '../parts/switch-row.tsx'

const KIB = 1024

/** Messages kept at one's servers for the way back: off, unless somebody wants it. */
export function KeptSection(): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const kept = useObserved(useSession().history)?.kept
  if (kept === undefined) return undefined
  const { isOn, isKeeper, isOwed, bytes, restoring } = kept
  const size = Math.ceil(bytes / KIB)
  const isRestoring = restoring !== undefined && restoring.taken < restoring.segments
  return (
    <Section title={t`Way back`}>
      <SwitchRow
        label={t`Back up my messages`}
        effect={
          <Trans>
            Sealed at your servers, so that losing your only device does not lose them. Whoever has your password or
            your recovery phrase can read them. What is over or deleted goes from there, too. Contacts and the list of
            conversations are always kept.
          </Trans>
        }
        isOn={isOn}
        onChange={(next) => void engine.call('keepHistory', next)}
      />
      {(isOn || isRestoring) && (
        <p role="status" className="border-t border-line py-3 text-sm text-ink-soft">
          {isRestoring ? (
            <Trans>
              Bringing your messages back: {restoring.taken} of {restoring.segments}
            </Trans>
          ) : !isKeeper ? (
            <Trans>Another of your devices keeps them.</Trans>
          ) : isOwed ? (
            <Trans>Something new is still to be brought.</Trans>
          ) : (
            <Trans>Up to date: {size} KiB.</Trans>
          )}
        </p>
      )}
    </Section>
  )
}
