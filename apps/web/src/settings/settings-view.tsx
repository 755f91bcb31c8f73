import { Link } from '@tanstack/react-router'
import { useLingui } from '@lingui/react/macro'
import { ChevronRight, KeyRound, MonitorSmartphone, Server, Waypoints } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useApp, useObserved, usePreferences, useSession } from '../app/app-context.ts'
import { KeptSection } from '../history/kept-section.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { Pane, Section } from '../parts/pane.tsx'
import type { Appearance } from '../preferences/preferences.ts'
import { YourDataSection } from '../your-data/your-data-section.tsx'
import { LANGUAGES, pickLanguage, speak } from '../words/i18n.ts'
import { AboutSection } from './about-section.tsx'
import { AccountSection } from './account-section.tsx'
import { Choice } from './choice.tsx'
import { LockSection } from './lock-section.tsx'
import { NotificationSection } from './notification-section.tsx'
import { PrivacySection } from './privacy-section.tsx'
import { StorageSection } from './storage-section.tsx'

export function SettingsScreen(): ReactNode {
  const { t } = useLingui()
  const session = useSession()
  const connection = useObserved(session.connection)
  return (
    <Pane title={t`Settings`}>
      <OwnFace />
      {connection?.isOperator === true && <Door to="/server" icon={Server} name={t`This server`} />}
      <Door to="/devices" icon={MonitorSmartphone} name={t`Devices`} />
      <Door to="/phrase" icon={KeyRound} name={t`Recovery phrase`} />
      <Door to="/providers" icon={Waypoints} name={t`Providers`} />
      <PrivacySection />
      <LockSection />
      <NotificationSection />
      <LooksSection />
      <DataSections />
      <AccountSection />
      <AboutSection />
    </Pane>
  )
}

type DoorProps = {
  readonly to: '/server' | '/devices' | '/phrase' | '/providers'
  readonly icon: LucideIcon
  readonly name: string
}

/** To settings that have a page of their own. */
function Door({ to, icon: Icon, name }: DoorProps): ReactNode {
  return (
    <Link
      to={to}
      className="mb-6 flex items-center gap-3 rounded-2xl border border-line bg-pane px-4 py-3.5 font-medium hover:bg-hover"
    >
      <Icon aria-hidden size={20} className="text-flame-ink" />
      <span className="flex-1">{name}</span>
      <ChevronRight aria-hidden size={18} className="text-ink-soft rtl:rotate-180" />
    </Link>
  )
}

function DataSections(): ReactNode {
  return (
    <>
      <KeptSection />
      <YourDataSection />
      <StorageSection />
    </>
  )
}

function OwnFace(): ReactNode {
  const session = useSession()
  const self = useObserved(session.self)
  const provider = useObserved(session.connection)?.provider
  if (self === undefined) return undefined
  return (
    <div className="mb-8 flex items-center gap-4">
      <Avatar id={self.account} name={self.name} size={64} />
      <div className="min-w-0">
        <p className="truncate text-xl font-semibold">{self.name}</p>
        {provider !== undefined && <p className="truncate text-sm text-ink-soft">@{provider}</p>}
      </div>
    </div>
  )
}

function LooksSection(): ReactNode {
  const { t } = useLingui()
  const { preferences } = useApp()
  const { appearance, language } = usePreferences()
  const looks: readonly { readonly id: Appearance; readonly name: string }[] = [
    { id: 'system', name: t`As the system` },
    { id: 'light', name: t`Light` },
    { id: 'dark', name: t`Dark` },
  ]
  return (
    <Section title={t`Looks and language`}>
      <Choice
        legend={t`Appearance`}
        choices={looks}
        chosen={appearance}
        onChoose={(id) => preferences.change({ appearance: id })}
      />
      <Choice
        legend={t`Language`}
        choices={LANGUAGES}
        chosen={pickLanguage(language, navigator.languages)}
        onChoose={(id) => {
          preferences.change({ language: id })
          void speak(id)
        }}
      />
    </Section>
  )
}
