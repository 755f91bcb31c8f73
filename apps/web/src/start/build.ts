/** Which build this is; put in by the bundler (`vite.config.ts`). */
declare const __VERSION__: string
declare const __COMMIT__: string
declare const __BUILD__: string
declare const __SOURCE__: string

export const VERSION: string = __VERSION__
/** Of the source, as far as it was known where this was built. */
export const COMMIT: string = __COMMIT__
/** Differs between any two builds. */
export const BUILD: string = __BUILD__
export const SOFTWARE: string = `rushlight-web/${VERSION}`
/** Where the source of this build lies (AGPL §13): where its maker says, else in the archive that was made together with it. */
export const SOURCE_URL: string = __SOURCE__ === '' ? '/source.tar.gz' : __SOURCE__
