import { t } from '@lingui/core/macro'
import { toasts } from '../parts/toasts.tsx'

/** Registers the service worker, and offers a new build when it is there. It never reloads by itself. */
export async function keepShell(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  try {
    const registration = await navigator.serviceWorker.register('/service-worker.js')
    if (registration.waiting !== null && navigator.serviceWorker.controller !== null) offer(registration.waiting)
    registration.addEventListener('updatefound', () => {
      const { installing } = registration
      installing?.addEventListener('statechange', () => {
        if (installing.state === 'installed' && navigator.serviceWorker.controller !== null) offer(installing)
      })
    })
  } catch {
    // Without it the app works, only not without a network.
  }
}

/** What was kept for starting without a network goes with everything else. */
export async function dropShell(): Promise<void> {
  if ('serviceWorker' in navigator) {
    const registrations = await navigator.serviceWorker.getRegistrations()
    await Promise.all(registrations.map((registration) => registration.unregister()))
  }
  const names = await caches.keys()
  await Promise.all(names.map((name) => caches.delete(name)))
}

function offer(waiting: ServiceWorker): void {
  toasts.add({
    description: t`A new version of Rushlight is ready.`,
    timeout: 0,
    actionProps: {
      children: t`Load it`,
      onClick() {
        navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
        waiting.postMessage('skipWaiting')
      },
    },
  })
}
