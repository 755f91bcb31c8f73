/** Where the house stands: the folder that holds the root's package.json. */
import { fileURLToPath } from 'node:url'

export const houseRoot: string = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
