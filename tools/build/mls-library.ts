/** The copy of the MLS library with our corrections, from which `core` imports. */
import { ensurePatchedTsMls } from '../patch-ts-mls.ts'
import type { BuildPart } from './part.ts'

export const mlsLibrary: BuildPart = {
  name: 'ts-mls',
  recipe: 'tools/patch-ts-mls.ts',
  inputs: ['tools/ts-mls', 'package-lock.json'],
  result: 'packages/core/ts-mls/.stamp',
  make: async () => {
    await ensurePatchedTsMls()
    return { kind: 'made' }
  },
}
