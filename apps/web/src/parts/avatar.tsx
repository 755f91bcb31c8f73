import { Flame } from 'lucide-react'
import type { ReactNode } from 'react'
import { avatarLook } from './avatar-model.ts'
import { classes } from './class-names.ts'

export type AvatarProps = {
  readonly id: string
  readonly name: string
  readonly kind?: 'person' | 'group' | 'self'
  readonly size?: number
}

/** Drawn from the id; says nothing that the name beside it does not. */
export function Avatar({ id, name, kind = 'person', size = 44 }: AvatarProps): ReactNode {
  const { hue, turn, letter } = avatarLook(id, name)
  const shape = kind === 'group' ? 'rounded-[30%]' : 'rounded-full'
  if (kind === 'self') {
    return (
      <span
        aria-hidden
        className={classes('grid flex-none place-items-center bg-flame-soft text-flame-ink', shape)}
        style={{ width: size, height: size }}
      >
        <Flame size={size * 0.5} />
      </span>
    )
  }
  const background = `linear-gradient(${turn}deg, oklch(0.53 0.095 ${hue}), oklch(0.43 0.085 ${hue + 24}))`
  return (
    <span
      aria-hidden
      className={classes('grid flex-none place-items-center font-semibold text-white select-none', shape)}
      style={{ width: size, height: size, fontSize: size * 0.42, background }}
    >
      {letter}
    </span>
  )
}
