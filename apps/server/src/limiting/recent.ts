/** A map of bounded size: what was not touched for longest is forgotten first. */
export interface Recent<K, V> {
  get(key: K): V | undefined
  set(key: K, value: V): void
  delete(key: K): boolean
  has(key: K): boolean
  entries(): IterableIterator<[K, V]>
  readonly size: number
}

export function createRecent<K, V>(max: number, onForget?: (key: K, value: V) => void): Recent<K, V> {
  const map = new Map<K, V>()

  function touch(key: K, value: V): void {
    map.delete(key)
    map.set(key, value)
  }

  return {
    get(key) {
      const value = map.get(key)
      if (value !== undefined) touch(key, value)
      return value
    },
    set(key, value) {
      touch(key, value)
      for (const [oldest, forgotten] of map) {
        if (map.size <= max) break
        map.delete(oldest)
        onForget?.(oldest, forgotten)
      }
    },
    delete: (key) => map.delete(key),
    has: (key) => map.has(key),
    entries: () => map.entries(),
    get size() {
      return map.size
    },
  }
}
