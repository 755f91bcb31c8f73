/** How much is stored. */
export interface Usage {
  storedBytes(): Promise<number>
  fileBytes(): Promise<number>
}
