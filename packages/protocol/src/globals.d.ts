/** The only globals of a platform that this package uses; every JavaScript engine has them. */
declare global {
  class TextEncoder {
    encode(text: string): Uint8Array<ArrayBuffer>
  }
  class TextDecoder {
    constructor(label: 'utf-8', options: { readonly fatal: boolean; readonly ignoreBOM: boolean })
    decode(bytes: Uint8Array): string
  }
}

// oxlint-disable-next-line unicorn/require-module-specifiers -- makes this file a module, which `declare global` asks for
export {}
