import { Outlet, useMatchRoute } from '@tanstack/react-router'
import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { ConversationsPane } from '../conversations/conversations-view.tsx'
import { classes } from '../parts/class-names.ts'
import { AppBanners } from './app-banners.tsx'
import { useAutoLock } from './auto-lock.ts'
import { ClaimOperator } from '../operator/claim-operator.tsx'
import { OpenAdoptLink } from '../providers/open-adopt-link.tsx'
import { NotificationKeeper } from '../notify/notification-keeper.tsx'
import { ShortcutKeeper } from './shortcuts-view.tsx'
import { useTitle } from './title-badge.ts'

/** List and page beside each other; on narrow screens one at a time. */
export function Shell(): ReactNode {
  const { t } = useLingui()
  const isHome = useMatchRoute()({ to: '/' }) !== false
  useAutoLock()
  useTitle()
  return (
    <div className="flex h-full flex-col bg-page">
      <AppBanners />
      <main className="flex min-h-0 flex-1 ps-[env(safe-area-inset-left)] pe-[env(safe-area-inset-right)]">
        <nav
          aria-label={t`Conversations and menu`}
          className={classes(
            'min-h-0 flex-col border-e border-line bg-pane min-[600px]:flex min-[600px]:w-[clamp(17.5rem,30vw,24rem)] min-[600px]:flex-none',
            isHome ? 'flex w-full' : 'hidden',
          )}
        >
          <ConversationsPane />
        </nav>
        <div className={classes('min-h-0 min-w-0 flex-1 min-[600px]:flex', isHome ? 'hidden' : 'flex')}>
          <Outlet />
        </div>
      </main>
      <ClaimOperator />
      <OpenAdoptLink />
      <NotificationKeeper />
      <ShortcutKeeper />
    </div>
  )
}
