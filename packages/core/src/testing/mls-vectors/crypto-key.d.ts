/** The platform's key handle, as far as the library's types name it; this package knows no platform. */
declare global {
  interface CryptoKey {
    readonly type: 'private' | 'public' | 'secret'
  }
}

// oxlint-disable-next-line unicorn/require-module-specifiers -- makes this file a module, which `declare global` asks for
export {}
