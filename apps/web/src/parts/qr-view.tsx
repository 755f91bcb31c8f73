import { encodeQR } from 'qr'
import type { ReactNode } from 'react'

export type QrViewProps = { readonly text: string; readonly label: string }

/** Dark on a white card whatever the theme: cameras want it so. */
export function QrView({ text, label }: QrViewProps): ReactNode {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 1 })
  const size = rows.length
  const path = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <div className="mx-auto w-fit rounded-2xl bg-white p-4">
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${size} ${size}`}
        className="size-52 text-[#1c1613]"
        shapeRendering="crispEdges"
      >
        <path d={path} fill="currentColor" />
      </svg>
    </div>
  )
}
