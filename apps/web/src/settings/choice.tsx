import { useId } from 'react'
import type { ReactNode } from 'react'

export type ChoiceProps<T extends string> = {
  readonly legend: string
  readonly choices: readonly { readonly id: T; readonly name: string }[]
  readonly chosen: T
  readonly onChoose: (id: T) => void
}

/** A few things of which one holds. */
export function Choice<T extends string>({ legend, choices, chosen, onChoose }: ChoiceProps<T>): ReactNode {
  const group = useId()
  return (
    <fieldset className="py-3">
      <legend className="float-left mb-2 w-full font-medium">{legend}</legend>
      <div className="clear-both flex flex-wrap gap-1 rounded-xl bg-sunken p-1">
        {choices.map(({ id, name }) => (
          <label key={id} className="relative flex-1 cursor-pointer">
            <input
              type="radio"
              name={group}
              checked={id === chosen}
              onChange={() => onChoose(id)}
              className="peer absolute inset-0 opacity-0"
            />
            <span className="flex min-h-10 items-center justify-center rounded-lg px-2 py-1 text-center text-sm text-ink-soft peer-checked:bg-raised peer-checked:font-medium peer-checked:text-ink peer-checked:shadow-bubble peer-focus-visible:outline-2 peer-focus-visible:outline-focus">
              {name}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
