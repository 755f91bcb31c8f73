import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useApp, usePreferences } from '../app/app-context.ts'
import { askForNotifications } from '../notify/permission.ts'
import { Section } from '../parts/pane.tsx'
import { toasts } from '../parts/toasts.tsx'
import type { NotificationLevel } from '../preferences/preferences.ts'
import { Choice } from './choice.tsx'

export function NotificationSection(): ReactNode {
  const { t } = useLingui()
  const { preferences } = useApp()
  const { notifications } = usePreferences()
  const levels: readonly { readonly id: NotificationLevel; readonly name: string }[] = [
    { id: 'off', name: t`Off` },
    { id: 'bare', name: t`Without a name` },
    { id: 'name', name: t`With the name` },
    { id: 'text', name: t`With the text` },
  ]

  async function choose(level: NotificationLevel): Promise<void> {
    if (level === 'off' || (await askForNotifications())) preferences.change({ notifications: level })
    else
      toasts.add({
        description: t`The browser does not allow notifications here. You can change that in its settings.`,
      })
  }

  return (
    <Section title={t`Notifications`}>
      <Choice legend={t`Of a new message`} choices={levels} chosen={notifications} onChoose={(id) => void choose(id)} />
      <p className="pb-3 text-sm text-ink-soft">
        <Trans>
          They are taken back when a message is read or gone. What burns after reading never shows its text.
        </Trans>
      </p>
    </Section>
  )
}
