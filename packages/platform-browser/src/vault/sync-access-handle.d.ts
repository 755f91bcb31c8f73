/** Files with synchronous access exist only in dedicated workers, and not in every browser: so they are optional here. */
interface FileSystemFileHandle {
  createSyncAccessHandle?(): Promise<SyncAccessHandle>
}

interface SyncAccessHandle {
  read(buffer: Uint8Array<ArrayBuffer>, options: { readonly at: number }): number
  write(buffer: Uint8Array<ArrayBuffer>, options: { readonly at: number }): number
  truncate(bytes: number): void
  getSize(): number
  flush(): void
  close(): void
}
