import type { LockState } from '@rushlight/core'

/** What the engine tells every tab about itself. While it is not `open` no tab knows whose vault this is. */
export type EngineState =
  | { readonly kind: 'starting' }
  /** This browser lacks something without which nothing here can be kept secret. */
  | { readonly kind: 'unsupported' }
  /** There is no account in this browser; `isRemoved`: any more, since another device took this one off it. */
  | { readonly kind: 'empty'; readonly storage: StorageKind; readonly isRemoved: boolean }
  | ({ readonly kind: 'locked' } & LockState)
  | { readonly kind: 'open'; readonly storage: StorageKind }
  /** Another tab, or one that hangs, holds the vault. */
  | { readonly kind: 'inUse' }
  | { readonly kind: 'failed'; readonly failure: EngineFailure }

/** `memory`: a window without storage of its own; everything ends with it. */
export type StorageKind = 'disk' | 'memory'

export type EngineFailure = 'damaged' | 'newer' | 'storageFull' | 'unknown'
