export { CHROMIUM, CHROMIUM_FLAGS } from './chromium.ts'
export type { ForensicPage, VaultFiles } from '../vault/forensic-pages.ts'
export { decryptVaultPages } from '../vault/forensic-pages.ts'
export { readableClearValues, readableValues } from '../vault/forensic-values.ts'
