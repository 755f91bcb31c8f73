/** For other tests that take something out (`tools/attacks`). */
export { applyEdit, installMutant } from './install-mutant.ts'
export type { Mutant } from './mutant.ts'
