import type { Step } from '../exchange.ts'

export const authorize: Step = () => undefined
