/** Loaded into a server under test (`--import`): it is the program that ships, with another provider in it. */
import { registerHooks } from 'node:module'

const HOSTILE = new URL('hostile-provider.ts', import.meta.url).href

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context)
    const isOurs =
      resolved.url.endsWith('/apps/server/src/provider.ts') &&
      context.parentURL?.endsWith('/apps/server/src/commands/start.ts') === true
    return isOurs ? { ...resolved, url: HOSTILE } : resolved
  },
})
