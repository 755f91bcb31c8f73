/** How safe the browser's storage is from the browser itself, which may empty it when it needs room. */
export type StorageView = { readonly isPersistent: boolean; readonly usedBytes: number; readonly quotaBytes: number }

/** Asks the browser to keep what is stored; some ask the user. Only pages may ask. Tells whether it will. */
export async function askPersistence(): Promise<boolean> {
  try {
    return await navigator.storage.persist()
  } catch {
    return false
  }
}

export async function viewStorage(): Promise<StorageView> {
  try {
    const [isPersistent, { usage = 0, quota = 0 }] = await Promise.all([
      navigator.storage.persisted(),
      navigator.storage.estimate(),
    ])
    return { isPersistent, usedBytes: usage, quotaBytes: quota }
  } catch {
    return { isPersistent: false, usedBytes: 0, quotaBytes: 0 }
  }
}
