/** Asks the browser, if it has not been asked. Tells whether notifications are allowed. */
export async function askForNotifications(): Promise<boolean> {
  if (!('Notification' in globalThis)) return false
  if (Notification.permission !== 'default') return Notification.permission === 'granted'
  return (await Notification.requestPermission()) === 'granted'
}
