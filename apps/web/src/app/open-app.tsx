import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { createAppRouter } from './routes.tsx'

/** Everything behind the door. */
export function OpenApp(): ReactNode {
  const [router] = useState(createAppRouter)
  return <RouterProvider router={router} />
}
