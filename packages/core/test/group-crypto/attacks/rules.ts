import { commitRules } from './commit-rules.ts'
import { messageRules } from './message-rules.ts'
import { roomRules } from './room-rules.ts'
import type { PolicyRule } from './rule.ts'
import { stateRules } from './state-rules.ts'

export const rules: readonly PolicyRule[] = [...messageRules, ...commitRules, ...roomRules, ...stateRules]
