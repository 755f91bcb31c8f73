export { createTimerClock } from './clock/timer-clock.ts'
export { createFetchHttp } from './transport/fetch-http.ts'
export { createOpaqueLogin } from './password/opaque-login.ts'
