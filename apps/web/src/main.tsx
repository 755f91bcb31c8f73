/** The page: makes the line to the engine, stands in line to lead, and draws. The one file that knows all of them. */
import './style/app.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app-view.tsx'
import { AppModel } from './app/app-model.ts'
import { tellUntoldFailures } from './app/untold-failures.ts'
import { createLeadership } from './host/leadership.ts'
import { watchPage } from './host/watch-page.ts'
import { parseBrought } from './links/app-links.ts'
import { PreferencesStore } from './preferences/preferences.ts'
import { EngineLink } from './rpc/engine-link.ts'
import { keepShell } from './service-worker/keep-shell.ts'
import { BUILD } from './start/build.ts'
import { pickLanguage, speak } from './words/i18n.ts'

const preferences = new PreferencesStore()
const engine = new EngineLink({ tab: crypto.randomUUID(), build: BUILD })
const model = new AppModel(engine, location)
// A one-time token has no business in the history of the browser.
if (Object.values(model.brought.value).some((one) => one !== undefined)) {
  history.replaceState(undefined, '', '/')
}
// Such a link in a tab that is open already: begin anew with it.
addEventListener('hashchange', () => {
  if (Object.values(parseBrought(location)).some((one) => one !== undefined)) location.reload()
})
const leadership = createLeadership({
  spawn: () => new Worker(new URL('./engine/engine-worker.ts', import.meta.url), { type: 'module' }),
  handOver: () => model.handOver,
})
watchPage(engine, leadership)
tellUntoldFailures()
void start()

async function start(): Promise<void> {
  await speak(pickLanguage(preferences.value.language, navigator.languages))
  const root = document.querySelector('#root')
  if (root !== null) createRoot(root).render(<App model={model} engine={engine} preferences={preferences} />)
  void keepShell()
}
