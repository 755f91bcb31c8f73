import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../context.ts'

/** Where the profile lies unless somebody says otherwise: where the platform keeps programs' data. */
export function defaultDirectory(environment: Environment, platform: NodeJS.Platform): string {
  return join(dataHome(environment, platform), 'rushlight')
}

function dataHome(environment: Environment, platform: NodeJS.Platform): string {
  const home = homedir()
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support')
    case 'win32':
      return environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local')
    default:
      return environment['XDG_DATA_HOME'] ?? join(home, '.local', 'share')
  }
}
