import { createContext, use, useSyncExternalStore } from 'react'
import type { Context } from 'react'
import type { PreferencesStore, Preferences } from '../preferences/preferences.ts'
import type { EngineCalls } from '../rpc/engine-link.ts'
import type { Observed } from '../session/observable.ts'
import type { Session } from '../session/session.ts'
import type { AppModel } from './app-model.ts'

/** What the whole page has. */
export type App = {
  readonly model: AppModel
  readonly engine: EngineCalls
  readonly preferences: PreferencesStore
}

export const AppContext: Context<App | undefined> = createContext<App | undefined>(undefined)
export const SessionContext: Context<Session | undefined> = createContext<Session | undefined>(undefined)

export function useApp(): App {
  const app = use(AppContext)
  if (app === undefined) throw new Error('only within the app')
  return app
}

/** Only behind the door. */
export function useSession(): Session {
  const session = use(SessionContext)
  if (session === undefined) throw new Error('only while the vault is open')
  return session
}

export function useObserved<T>(observed: Observed<T>): T {
  return useSyncExternalStore(
    (listener) => observed.subscribe(listener),
    () => observed.value,
  )
}

export function usePreferences(): Preferences {
  return useObserved(useApp().preferences)
}
