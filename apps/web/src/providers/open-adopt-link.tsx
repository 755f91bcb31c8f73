import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { useApp, useObserved } from '../app/app-context.ts'

/** A link was opened: it leads to where what it offers can be taken, and does nothing by itself (R30). */
export function OpenAdoptLink(): ReactNode {
  const { model } = useApp()
  const navigate = useNavigate()
  const { adoptLink, deviceLink } = useObserved(model.brought)
  const brought = adoptLink ?? deviceLink
  const led = useRef<string | undefined>(undefined)
  useEffect(() => {
    if (brought === undefined || led.current === brought) return
    led.current = brought
    void navigate({ to: adoptLink === undefined ? '/devices' : '/providers' })
  }, [adoptLink, brought, navigate])
  return undefined
}
