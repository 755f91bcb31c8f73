import { EmojiPicker as Picker } from 'frimousse'
import type { EmojiPickerListComponents } from 'frimousse'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'

/** Its data lies on our own origin (`public/emoji`, put there by the build). */
const DATA_URL = '/emoji'

const components: Partial<EmojiPickerListComponents> = {
  CategoryHeader: ({ category, ...rest }) => (
    <div className="bg-raised px-3 pt-2 pb-1 text-xs font-semibold text-ink-soft" {...rest}>
      {category.label}
    </div>
  ),
  Row: ({ children, ...rest }) => (
    <div className="flex px-1.5" {...rest}>
      {children}
    </div>
  ),
  Emoji: ({ emoji, ...rest }) => (
    <button
      type="button"
      aria-label={emoji.label}
      className="grid aspect-square w-1/9 place-items-center rounded-lg text-[1.35rem] data-active:bg-hover"
      {...rest}
    >
      {emoji.emoji}
    </button>
  ),
}

export function EmojiPicker({ onPick }: { readonly onPick: (emoji: string) => void }): ReactNode {
  const { t, i18n } = useLingui()
  return (
    <Picker.Root
      emojibaseUrl={DATA_URL}
      locale={i18n.locale === 'nl' ? 'nl' : 'en'}
      columns={9}
      onEmojiSelect={({ emoji }) => onPick(emoji)}
      className="flex h-full flex-col"
    >
      <Picker.Search
        autoFocus
        aria-label={t`Search emoji`}
        placeholder={t`Search emoji`}
        className="field m-2 w-auto flex-none py-2"
      />
      <Picker.Viewport tabIndex={0} className="min-h-0 flex-1 outline-none">
        <Picker.Loading className="grid h-full place-items-center text-sm text-ink-soft">
          <Trans>Loading …</Trans>
        </Picker.Loading>
        <Picker.Empty className="grid h-full place-items-center text-sm text-ink-soft">
          <Trans>No emoji has such a name.</Trans>
        </Picker.Empty>
        <Picker.List className="pb-1.5 select-none" components={components} />
      </Picker.Viewport>
    </Picker.Root>
  )
}
