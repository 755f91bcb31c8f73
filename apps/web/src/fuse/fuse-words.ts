import { t } from '@lingui/core/macro'
import { longSpan } from '../time/time-words.ts'
import { isLit } from './fuse-model.ts'
import type { Fuse } from './fuse-model.ts'

/** Only the clock that ends it first: the other one matters no more to whoever listens. */
export function fuseLabel(fuse: Fuse, locale: string): string {
  const span = longSpan(fuse.leftMs, locale)
  if (!isLit(fuse)) return t`burns ${span} after reading`
  if (fuse.burn?.kind === 'waiting') {
    const after = longSpan(fuse.burn.afterMs, locale)
    return t`disappears in ${span}, or ${after} after reading`
  }
  return t`disappears in ${span}`
}
