import type { Extension } from '@rushlight/protocol'
import { EXTENSIONS_MAX } from '../limits.ts'
import { defaultExtensionTypes, encodeExtension, extensionTypeToNumber } from './ts-mls.ts'
import type { MlsExtension } from './ts-mls.ts'

/** Extensions by their numbers outwards, by the library's names inwards. */
export function fromMlsExtensions(extensions: readonly MlsExtension[]): readonly Extension[] {
  return extensions.map(({ extensionType, extensionData }) => ({
    type: extensionTypeToNumber(extensionType),
    data: extensionData.slice(),
  }))
}

export function toMlsExtensions(extensions: readonly Extension[]): MlsExtension[] {
  return extensions.map(({ type, data }) => ({ extensionType: nameOf(type), extensionData: data.slice() }))
}

export function findExtension(extensions: readonly MlsExtension[], type: number): Uint8Array | undefined {
  return extensions.find(({ extensionType }) => extensionTypeToNumber(extensionType) === type)?.extensionData
}

/** RFC 9420 §13.4: a list holds each type at most once. Ours is no longer than EXTENSIONS_MAX. */
export function isSoundList(extensions: readonly MlsExtension[]): boolean {
  const types = new Set(extensions.map(({ extensionType }) => extensionTypeToNumber(extensionType)))
  return types.size === extensions.length && extensions.length <= EXTENSIONS_MAX
}

export function byteLengthOf(extensions: readonly MlsExtension[]): number {
  return extensions.reduce((sum, extension) => sum + encodeExtension(extension).length, 0)
}

/** The types that RFC 9420 itself defines need not stand in anybody's capabilities (§7.2). */
export function mustBeSupported({ extensionType }: MlsExtension): boolean {
  return typeof extensionType === 'number'
}

export const RATCHET_TREE: number = defaultExtensionTypes.ratchet_tree
export const REQUIRED_CAPABILITIES: number = defaultExtensionTypes.required_capabilities

function nameOf(type: number): MlsExtension['extensionType'] {
  switch (type) {
    case defaultExtensionTypes.application_id:
      return 'application_id'
    case defaultExtensionTypes.ratchet_tree:
      return 'ratchet_tree'
    case defaultExtensionTypes.required_capabilities:
      return 'required_capabilities'
    case defaultExtensionTypes.external_pub:
      return 'external_pub'
    case defaultExtensionTypes.external_senders:
      return 'external_senders'
    default:
      return type
  }
}
