/** What a browser loads of the group engine: its raw layer and the primitives under it. Weighed as it is bundled. */
export {
  applyCommit,
  createGroup,
  createKeyPackage,
  decodeGroup,
  encodeGroup,
  joinGroup,
  openApplication,
  openHandshake,
  sealApplication,
  stageCommit,
} from '@rushlight/core/testing'
export { createWebCrypto } from '@rushlight/platform-browser'
