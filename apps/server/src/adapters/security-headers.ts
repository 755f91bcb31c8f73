import type { TransportSecurity } from './transport-security.ts'

/**
 * What a browser is told with every page (OWASP, and rule R32): only our own code runs, only what we serve is loaded, and
 * connections go to providers, wherever they are. The engine decides which.
 */
export function securityHeaders(security: TransportSecurity): ReadonlyMap<string, string> {
  const headers = new Map(ALWAYS)
  headers.set('content-security-policy', contentSecurityPolicy(security))
  if (security === 'tls') headers.set('strict-transport-security', `max-age=${HSTS_SECONDS}`)
  return headers
}

const HSTS_SECONDS: number = 365 * 24 * 60 * 60

/** The camera scans the codes by which people verify each other; the browser asks before it gives it. */
const DENIED_FEATURES: readonly string[] = [
  'accelerometer',
  'browsing-topics',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
]

const ALWAYS: ReadonlyMap<string, string> = new Map([
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['x-frame-options', 'DENY'],
  ['permissions-policy', [...DENIED_FEATURES.map((feature) => `${feature}=()`), 'camera=(self)'].join(', ')],
])

function contentSecurityPolicy(security: TransportSecurity): string {
  // Where people try things out on their own machine, the other providers are there, too.
  const nearby = security === 'loopback' ? ' http://localhost:* ws://localhost:*' : ''
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self' https: wss:${nearby}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ')
}
