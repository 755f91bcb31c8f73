import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { RoomView } from '@rushlight/core'
import { useApp } from '../app/app-context.ts'
import { Section } from '../parts/pane.tsx'
import { SwitchRow } from '../parts/switch-row.tsx'
import { useNow } from '../time/use-now.ts'

const MINUTE_MS: number = 60 * 1000
/** Until it is taken back: further than anybody counts. */
const FOR_EVER: number = Date.UTC(9999, 0)

/** What a person makes of a conversation for himself, on all his devices; nobody else hears of it. */
export function OwnMarks({ room }: { readonly room: RoomView }): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const now = useNow(MINUTE_MS)
  return (
    <Section title={t`For you alone`}>
      <SwitchRow
        label={t`Pinned`}
        effect={<Trans>Stays above the other conversations, on all your devices.</Trans>}
        isOn={room.isPinned}
        onChange={(isOn) => void engine.call('pinRoom', room.id, isOn)}
      />
      {room.kind !== 'self' && (
        <SwitchRow
          label={t`Muted`}
          effect={<Trans>No notifications of new messages, on none of your devices.</Trans>}
          isOn={(room.mutedUntil ?? 0) > now}
          onChange={(isOn) => void engine.call('muteRoom', room.id, isOn ? FOR_EVER : 0)}
        />
      )}
    </Section>
  )
}
