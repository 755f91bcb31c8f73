import { i18n } from '@lingui/core'
import { I18nProvider, useLingui } from '@lingui/react'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { lazy, Suspense, useMemo } from 'react'
import type { ReactNode } from 'react'
import { Toasts } from '../parts/toasts.tsx'
import { AppContext, SessionContext, useObserved } from './app-context.ts'
import type { App as AppParts } from './app-context.ts'
import { ClosedScreen, OtherBuildScreen } from './closed-screens.tsx'

const OpenApp = lazy(async () => ({ default: (await import('./open-app.tsx')).OpenApp }))

export function App({ model, engine, preferences }: AppParts): ReactNode {
  const parts = useMemo(() => ({ model, engine, preferences }), [model, engine, preferences])
  return (
    <CSPProvider disableStyleElements>
      <I18nProvider i18n={i18n}>
        <AppContext value={parts}>
          <Toasts>
            <Spoken model={model} />
          </Toasts>
        </AppContext>
      </I18nProvider>
    </CSPProvider>
  )
}

/** Words are looked up while drawing, so another language draws everything anew. */
function Spoken({ model }: Pick<AppParts, 'model'>): ReactNode {
  const { i18n: spoken } = useLingui()
  return <StageView key={spoken.locale} model={model} />
}

function StageView({ model }: Pick<AppParts, 'model'>): ReactNode {
  const stage = useObserved(model.stage)
  switch (stage.kind) {
    case 'otherBuild':
      return <OtherBuildScreen />
    case 'closed':
      return <ClosedScreen state={stage.state} />
    case 'open':
      return (
        <SessionContext value={stage.session}>
          <Suspense fallback={<div className="h-full bg-page" />}>
            <OpenApp />
          </Suspense>
        </SessionContext>
      )
  }
}
