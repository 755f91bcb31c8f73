import { i18n } from '@lingui/core'

export type Language = 'en' | 'nl'

export const LANGUAGES: readonly { readonly id: Language; readonly name: string }[] = [
  { id: 'en', name: 'English' },
  { id: 'nl', name: 'Nederlands' },
]

/** What the user chose, else what the browser prefers, else English. */
export function pickLanguage(chosen: string | undefined, preferred: readonly string[]): Language {
  const wanted = chosen === undefined ? preferred : [chosen]
  for (const tag of wanted) {
    const language = LANGUAGES.find(({ id }) => tag.toLowerCase().split('-')[0] === id)
    if (language !== undefined) return language.id
  }
  return 'en'
}

export async function speak(language: Language): Promise<void> {
  const { messages } = language === 'nl' ? await import('../locales/nl.po') : await import('../locales/en.po')
  i18n.load(language, messages)
  i18n.activate(language)
  document.documentElement.lang = language
}
