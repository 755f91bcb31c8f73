import { createOperatorLink } from '../adapters/file-operator-links.ts'
import { providerNameOf, urlOf } from '../settings/settings.ts'
import { USAGE } from '../settings/usage.ts'
import { operatorLinkOf } from '../settings/welcome-text.ts'
import { runCommand } from './command-line.ts'
import type { CommandLine } from './command-line.ts'
import { operatorLinksIn } from './data-folder.ts'

/** `operator-link`: makes another link for the provider in the data folder, whether it runs or not. */
export function makeOperatorLink(line: CommandLine): Promise<number> {
  return runCommand(line, { usage: USAGE, words: [0, 0], flags: {} }, async ({ settings }) => {
    const token = await createOperatorLink(operatorLinksIn(settings))
    const url = urlOf(settings, providerNameOf(settings, settings.listen.port))
    line.out(`${operatorLinkOf(url, token)}\n`)
    return 0
  })
}
