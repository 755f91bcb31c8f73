import { Popover } from '@base-ui/react/popover'
import { useLingui } from '@lingui/react/macro'
import { Smile } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { ReactNode } from 'react'
import { IconButton, Spinner } from '../parts/button.tsx'

const EmojiPicker = lazy(async () => ({ default: (await import('./emoji-picker.tsx')).EmojiPicker }))

export function EmojiButton({ onPick }: { readonly onPick: (emoji: string) => void }): ReactNode {
  const { t } = useLingui()
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger render={<IconButton label={t`Emoji`} data-shortcut="emoji" />}>
        <Smile size={20} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner side="top" align="end" sideOffset={8} className="z-50">
          <Popover.Popup
            aria-label={t`Emoji`}
            className="pop-motion h-80 w-[min(21rem,calc(100vw-1rem))] overflow-hidden rounded-2xl border border-line bg-raised shadow-pop"
          >
            <Suspense
              fallback={
                <div className="grid h-full place-items-center">
                  <Spinner />
                </div>
              }
            >
              <EmojiPicker
                onPick={(emoji) => {
                  setOpen(false)
                  onPick(emoji)
                }}
              />
            </Suspense>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
