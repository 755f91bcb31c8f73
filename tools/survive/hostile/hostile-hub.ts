/** Loaded into a server under test (`--import`): it is the program that ships, with another provider in it. */
import { registerHooks } from 'node:module'

const HOSTILE = new URL('hostile-provider.ts', import.meta.url).href

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context)
    const isProvider = resolved.url.endsWith('/apps/server/src/provider.ts')
    // By that one the hostile provider finds the real one.
    const isReal = context.parentURL?.endsWith('/apps/server/src/index.ts') === true
    return isProvider && !isReal ? { ...resolved, url: HOSTILE } : resolved
  },
})
